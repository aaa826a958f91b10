import { Float, Int, ObjectType } from 'type-graphql';
import { Documented, nullable } from '../documented.js';
import { listSize } from '../list-size.js';
import { DateTime } from '../scalars.js';
import { Task } from './task.js';

@ObjectType({ description: 'A task for a REMOTE agent, and what it needs to speak for it.', simpleResolvers: true })
export class Assignment {
  @Documented(() => Task, 'What to do; `payload` has the particulars.')
  declare readonly task: Task;

  @Documented(() => Int, 'Number of the attempt.')
  declare readonly attempt: number;

  @Documented(
    () => String,
    'Goes with `startTask`, `completeTask`, `failTask` and each heartbeat while the work goes on.',
  )
  declare readonly leaseToken: string;

  @Documented(
    () => DateTime,
    'Until when the attempt is this agent’s; every heartbeat that names the lease moves it on.',
  )
  declare readonly leaseExpiresAt: number;

  @Documented(
    () => String,
    'W3C trace context of the attempt, to go on with: a span of its own in the trace of the submission; null where that came with none.',
    nullable,
  )
  declare readonly traceparent: string | null;
}

@ObjectType({
  description: 'What the server has to say to a REMOTE agent that gave a sign of life.',
  simpleResolvers: true,
})
export class HeartbeatPayload {
  @Documented(() => Float, 'The next one is due within this, in milliseconds; a third of it is a good pace.')
  declare readonly leaseMs: number;

  @listSize(1)
  @Documented(
    () => [String],
    'The leases named in the call that are over: stop that work, its result is no longer wanted.',
  )
  declare readonly cancel: readonly string[];

  @Documented(() => Boolean, 'Whether to finish what is in hand and leave: the agent is being retired.')
  declare readonly drain: boolean;
}
