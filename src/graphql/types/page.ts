import { Int, ObjectType } from 'type-graphql';
import { Documented, nullable } from '../documented.js';
import { Task } from './task.js';

@ObjectType({ description: 'Where a page lies among all pages.', simpleResolvers: true })
class PageInfo {
  @Documented(() => Boolean, 'Whether more follows; ask for it with `after: endCursor`.')
  declare readonly hasNextPage: boolean;

  @Documented(() => Boolean, 'Whether this page was asked for with `after`, so that something went before it.')
  declare readonly hasPreviousPage: boolean;

  @Documented(() => String, 'Place of the first item; null on an empty page.', nullable)
  declare readonly startCursor: string | null;

  @Documented(() => String, 'Place of the last item; null on an empty page.', nullable)
  declare readonly endCursor: string | null;
}

@ObjectType({ description: 'A task and its place in the list.', simpleResolvers: true })
class TaskEdge {
  @Documented(() => String, 'For `after`: the page that follows this task. Good for the order it was given in.')
  declare readonly cursor: string;

  @Documented(() => Task, 'The task.')
  declare readonly node: Task;
}

@ObjectType({ description: 'A page of tasks.', simpleResolvers: true })
export class TaskConnection {
  @Documented(() => [Task], 'The tasks alone.')
  declare readonly nodes: readonly Task[];

  @Documented(() => [TaskEdge], 'The tasks with their places.')
  declare readonly edges: readonly TaskEdge[];

  @Documented(() => PageInfo, 'Where this page lies.')
  declare readonly pageInfo: PageInfo;

  @Documented(() => Int, 'Tasks on all pages together, as of now.')
  declare readonly totalCount: number;
}
