import {
  InitializePoolDocument,
  PausePoolDocument,
  ResumePoolDocument,
  ShutdownPoolDocument,
  type AgentKind,
  type ShutdownMode,
} from '../../generated/graphql.js';
import type { Handler } from '../call.js';
import { confirmed } from '../confirm.js';
import { withProgress } from '../progress.js';
import { printChange } from '../results.js';
import { count } from '../shown.js';

interface Options {
  readonly json?: boolean;
}

export const initialize: Handler<Options & { readonly size: number; readonly kind?: AgentKind }> = async (call) => {
  const connection = call.connect();
  const { size, kind } = call.options;
  const input = { pool: connection.pool, size, ...(kind !== undefined && { kind }) };
  const { initializePool } = await withProgress(call.terminal, 'Starting agents', () =>
    connection.tell(InitializePoolDocument, { input }),
  );
  const { pool, spawned } = initializePool;
  printChange(
    call,
    initializePool,
    `Pool ${pool.name} is ${pool.status} with ${count(pool.size, 'agent')}, ${String(spawned.length)} of them new.`,
  );
  return undefined;
};

export const pause: Handler<Options> = async (call) => {
  const connection = call.connect();
  const { pausePool } = await connection.tell(PausePoolDocument, { input: { pool: connection.pool } });
  printChange(call, pausePool, `Pool ${pausePool.pool.name} is ${pausePool.pool.status}.`);
  return undefined;
};

export const resume: Handler<Options> = async (call) => {
  const connection = call.connect();
  const { resumePool } = await connection.tell(ResumePoolDocument, { input: { pool: connection.pool } });
  printChange(call, resumePool, `Pool ${resumePool.pool.name} is ${resumePool.pool.status}.`);
  return undefined;
};

export const shutdown: Handler<
  Options & { readonly mode?: ShutdownMode; readonly timeoutMs: number; readonly yes?: boolean }
> = async (call) => {
  const connection = call.connect();
  const { mode = 'DRAIN', timeoutMs, yes } = call.options;
  const effect =
    mode === 'NOW' ? 'cancels everything that runs or waits' : 'lets running attempts finish and keeps what waits';
  const what = `This ends pool ${connection.pool} at ${connection.url}, ${effect}, and removes its agents.`;
  await confirmed(call.terminal, what, yes, call.signal);
  const { shutdownPool } = await withProgress(call.terminal, 'Ending the pool', () =>
    connection.tell(ShutdownPoolDocument, { input: { pool: connection.pool, mode, timeoutMs } }, timeoutMs),
  );
  const { pool, drained, cancelled, keptPending } = shutdownPool;
  const how = mode === 'NOW' ? '' : drained ? ' Everything that ran has finished.' : ' What ran was interrupted.';
  printChange(
    call,
    shutdownPool,
    `Pool ${pool.name} is ${pool.status}.${how} ${count(cancelled.length, 'task')} cancelled, ${String(keptPending)} kept waiting.`,
  );
  return undefined;
};
