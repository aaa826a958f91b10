import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { cursorAt } from '../../engine/cursor.js';
import type { GraphContext } from '../context.js';
import { CreateBackupInput } from '../inputs/backup.js';
import { CreateBackupPayload } from '../types/backup.js';

@Resolver()
export class BackupMutations {
  @Mutation(() => CreateBackupPayload, {
    description:
      'Copies the logs of all pools into a new folder in `backups` of the data directory, while everything goes on. When it ' +
      'answers, the backup is on the disk, was read back, and has everything that was acknowledged before the call. ' +
      'INVALID_STATE where logs are kept in memory only, the name is taken, or another backup is being made; LOG_DAMAGED.',
  })
  async createBackup(
    @Ctx() { coordinator }: GraphContext,
    @Arg('input', () => CreateBackupInput, { defaultValue: {}, description: 'What to do.' })
    { name }: CreateBackupInput,
  ): Promise<CreateBackupPayload> {
    const { path, createdAtMs, pools } = await coordinator.backUp(name ?? null);
    return {
      path,
      createdAt: createdAtMs,
      pools: pools.map(({ name: pool, logId, position }) => ({ name: pool, cursor: cursorAt(logId, position) })),
    };
  }
}
