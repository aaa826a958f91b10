import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { refusalOf } from './sqlite-failure.js';
import type {
  AppendCall,
  SqliteCall,
  SqliteCalls,
  SqliteReply,
  SqliteRequest,
  SqliteStoreOptions,
} from './sqlite-protocol.js';
import { openStore, type Store, type StoreCalls } from './open-store.js';

/*
 * The thread that owns `log.db`, so that the flushes of the disk hold up nobody's event loop. Takes one
 * request at a time, or all appends that wait, and answers in order; ends by itself when the store is closed. An error that is
 * not the answer to a request ends it too, and its owner sees that as `IO`.
 */

if (parentPort !== null) serve(parentPort, workerData as SqliteStoreOptions);

function serve(port: MessagePort, options: SqliteStoreOptions): void {
  const store = open(port, options);
  if (store === null) {
    port.close();
    return;
  }
  port.on('message', (request: Request) => {
    const { appends, other } = gather(port, request);
    if (appends.length > 0) {
      const fromMs = performance.now();
      const [first, ...rest] = store.append(appends);
      const flushedMs = performance.now() - fromMs;
      if (first !== undefined) port.postMessage(first.ok ? { ...first, flushedMs } : first);
      for (const reply of rest) port.postMessage(reply);
      store.settle();
    }
    if (other === null) return;
    answer(port, other.kind, () => handle(store, other.kind, other.ask));
    if (other.kind === 'close') port.close();
    else if (WRITES.has(other.kind)) store.settle();
  });
}

type OtherRequest = SqliteRequest<keyof StoreCalls>;
type Request = SqliteRequest<'append'> | OtherRequest;

/** Appends that wait one behind the other, which are flushed together, and the other request that came behind them. */
function gather(
  port: MessagePort,
  first: Request,
): { readonly appends: AppendCall[]; readonly other: OtherRequest | null } {
  const appends: AppendCall[] = [];
  for (let next: Request | undefined = first; next !== undefined; next = received(port)) {
    if (!isAppend(next)) return { appends, other: next };
    appends.push(next.ask);
  }
  return { appends, other: null };
}

function isAppend(request: Request): request is SqliteRequest<'append'> {
  return request.kind === 'append';
}

function received(port: MessagePort): Request | undefined {
  return (receiveMessageOnPort(port) as { readonly message: Request } | undefined)?.message;
}

/** After these the mark and the write-ahead log are looked after. */
const WRITES: ReadonlySet<SqliteCall> = new Set(['writePiece', 'finishSnapshot', 'sweepSnapshots', 'compact']);

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
    port.postMessage(refusalOf(error, kind));
  }
}
