import { ObjectType } from 'type-graphql';
import { Documented } from '../documented.js';
import { listSize } from '../list-size.js';
import { Cursor, DateTime } from '../scalars.js';

@ObjectType({ description: 'The log of one pool in a backup.', simpleResolvers: true })
class BackedUpPool {
  @Documented(() => String, 'Name of the pool.')
  declare readonly name: string;

  @Documented(() => Cursor, 'The last place that the backup has of its log.')
  declare readonly cursor: string;
}

@ObjectType({ description: 'A backup that is complete.', simpleResolvers: true })
export class CreateBackupPayload {
  @Documented(() => String, 'Its folder, on the machine of the server.')
  declare readonly path: string;

  @Documented(() => DateTime, 'When it was completed.')
  declare readonly createdAt: number;

  @listSize(4)
  @Documented(() => [BackedUpPool], 'What it has.')
  declare readonly pools: readonly BackedUpPool[];
}
