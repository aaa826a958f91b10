import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { toJournalError } from './sqlite-failure.js';
import type { SqliteCall, SqliteCalls, SqliteReply, SqliteRequest, SqliteStoreOptions } from './sqlite-protocol.js';
import { openStore, type Store, type StoreCalls } from './open-store.js';

/*
 * The thread that owns `log.db`, so that the flushes of the disk hold up nobody's event loop. Takes one
 * request at a time and answers in order; ends by itself when the store is closed. An error that is
 * not the answer to a request ends it too, and its owner sees that as `IO`.
 */

if (parentPort !== null) serve(parentPort, workerData as SqliteStoreOptions);

function serve(port: MessagePort, options: SqliteStoreOptions): void {
  const store = open(port, options);
  if (store === null) {
    port.close();
    return;
  }
  port.on('message', (request: SqliteRequest<keyof StoreCalls>) => {
    answer(port, request.kind, () => handle(store, request.kind, request.ask));
    if (request.kind === 'close') port.close();
    else if (WRITES.has(request.kind)) store.settle();
  });
}

/** After these the mark and the write-ahead log are looked after. */
const WRITES: ReadonlySet<SqliteCall> = new Set([
  'append',
  'writePiece',
  'finishSnapshot',
  'sweepSnapshots',
  'compact',
]);

function open(port: MessagePort, options: SqliteStoreOptions): Store | null {
  let store: Store | null = null;
  answer(port, 'open', () => {
    store = openStore(options);
    return store.head;
  });
  return store;
}

function handle<K extends keyof StoreCalls>(
  store: StoreCalls,
  kind: K,
  ask: SqliteCalls[K]['ask'],
): SqliteCalls[K]['answer'] {
  return store[kind](ask);
}

function answer(port: MessagePort, kind: SqliteCall, work: () => unknown): void {
  try {
    const result = work();
    const reply: SqliteReply = { ok: true, answer: result };
    port.postMessage(
      reply,
      result instanceof Uint8Array && result.buffer instanceof ArrayBuffer ? [result.buffer] : [],
    );
  } catch (error) {
    const { code, message } = toJournalError(error, kind);
    const reply: SqliteReply = { ok: false, code, message };
    port.postMessage(reply);
  }
}
