import { Worker } from 'node:worker_threads';
import type { ServerMessage } from '../protocol.js';

/**
 * Hears the server, by a thread that reads standard input (see `stdin-thread.ts` for why). It keeps the
 * process alive for as long as standard input is open.
 */
export function hearServer(onMessage: (message: ServerMessage) => void): void {
  const thread = new Worker(new URL('./stdin-thread.js', import.meta.url), {
    // Its heap never holds more than a few messages, each with a payload of at most 8 MiB.
    resourceLimits: { maxOldGenerationSizeMb: 64 },
  });
  thread.on('message', (line: unknown) => {
    const message: unknown = JSON.parse(String(line));
    if (isServerMessage(message)) onMessage(message);
  });
}

/** The server is trusted: a known type has its fields. Types of a later version are ignored. */
function isServerMessage(value: unknown): value is ServerMessage {
  return typeof value === 'object' && value !== null && 'type' in value && KNOWN.has(String(value.type));
}

const KNOWN: ReadonlySet<string> = new Set<ServerMessage['type']>([
  'init',
  'run',
  'cancel',
  'shutdown',
  'canary.store',
  'canary.read',
]);
