import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beginBackup } from '../journal/backup-set.js';
import { lockFile } from '../journal/file-lock.js';
import { JournalError } from '../journal/journal.js';
import { SqliteJournal } from '../journal/sqlite-journal.js';
import { verifyLogs } from '../journal/verify.js';
import { readRunning } from './running-server.js';
import { serverLockPath } from './server-lock.js';

/** What a running server is asked. */
export const CREATE_BACKUP = 'mutation { createBackup { path } }';

export interface BackUpOptions {
  readonly target: string;
  readonly dataDirectory: string;
  /** For a server that wants credentials; null for one that does not. */
  readonly apiKey: string | null;
}

/** Makes a backup at `target`, which must not be there: by the server that runs, or by itself where none does. */
export async function backUp({ target, dataDirectory, apiKey }: BackUpOptions): Promise<void> {
  if (existsSync(resolve(target)))
    throw new JournalError('CONFLICT', `${resolve(target)} is there already; a backup needs a new folder`);
  if (!existsSync(join(dataDirectory, 'pools')))
    throw new JournalError('CONFLICT', `${dataDirectory} is no data directory`);
  let lock;
  try {
    lock = lockFile(serverLockPath(dataDirectory), dataDirectory);
  } catch (error) {
    if (!(error instanceof JournalError) || error.code !== 'LOCKED') throw error;
    await backUpByServer(target, dataDirectory, apiKey);
    return;
  }
  try {
    await backUpAlone(target, dataDirectory);
  } finally {
    lock.release();
  }
}

/** The server writes into its own data directory only; what it has made is then moved to where it is wanted, and read again. */
async function backUpByServer(target: string, dataDirectory: string, apiKey: string | null): Promise<void> {
  const server = readRunning(dataDirectory);
  if (server === null) throw new JournalError('LOCKED', `${dataDirectory} is in use by a server that is not ready yet`);
  const response = await fetch(server.graphql, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
    },
    body: JSON.stringify({ query: CREATE_BACKUP }),
  });
  const { data, errors } = (await response.json()) as {
    readonly data?: { readonly createBackup: { readonly path: string } } | null;
    readonly errors?: readonly { readonly message: string }[];
  };
  if (data == null)
    throw new JournalError('IO', `the server refused: ${errors?.[0]?.message ?? String(response.status)}`);
  move(data.createBackup.path, resolve(target));
  const broken = verifyLogs(target).find(({ problem, damage }) => problem !== null || damage !== null);
  if (broken !== undefined) throw new JournalError('CORRUPT', `the backup of pool ${broken.pool} is not whole`);
}

async function backUpAlone(target: string, dataDirectory: string): Promise<void> {
  const set = beginBackup(target);
  try {
    const pools: Record<string, { logId: string; position: number }> = {};
    for (const entry of readdirSync(join(dataDirectory, 'pools'), { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const journal = new SqliteJournal({ directory: join(dataDirectory, 'pools', entry.name), durability: 'fsync' });
      const { logId, damage } = await journal.open();
      try {
        if (damage !== null)
          throw new JournalError('DAMAGED', `the log of pool ${entry.name} is damaged; see \`verify\``);
        pools[entry.name] = { logId, position: await journal.backup(set.poolDirectory(entry.name)) };
      } finally {
        await journal.close();
      }
    }
    set.finish(Date.now(), pools);
  } catch (error) {
    set.abandon();
    throw error;
  }
}

/** In one step on the same disk; to another one by a copy that gets its name last. */
function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    const making = `${to}.making`;
    cpSync(from, making, { recursive: true });
    renameSync(making, to);
    rmSync(from, { recursive: true });
  }
}
