import type { CallToolResult } from '@modelcontextprotocol/server';
import type { ErrorCode, Rejection } from '../core/rejection.js';

/** Where the details of a refusal stand for programs; as structured content they would have to fit the tool's own schema. */
const DETAILS_KEY = 'coordination-pool/error';

/** A refusal as the answer of a tool: its code, what was wrong, and what to do about it. It changed nothing. */
export function refused(rejection: Rejection): CallToolResult {
  const { code, message, details, extensions } = rejection;
  const facts = Object.entries(details).map(([name, value]) => `${name}: ${String(value)}`);
  const text = [
    `${code}: ${message}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`,
    `What to do: ${NEXT[code] ?? 'nothing was changed; read the message.'}`,
  ].join('\n');
  return { isError: true, content: [{ type: 'text', text }], _meta: { [DETAILS_KEY]: extensions } };
}

const NEXT: Readonly<Partial<Record<ErrorCode, string>>> = {
  POOL_FULL: 'work with the agents there are (pool_status), ask for fewer, or call again when one has left.',
  QUEUE_FULL:
    'nothing was queued. Wait for retryAfterMs, or until wait_for_task says that a task has settled, and submit again.',
  RATE_LIMITED: 'wait for retryAfterMs and call again.',
  NOT_FOUND:
    'look ids and names up with list_tasks and pool_status. Settled tasks are forgotten after a while; initialize_pool makes a pool.',
  BAD_USER_INPUT: 'correct the parameter that is named and call again; nothing was changed.',
  INVALID_STATE: 'see with get_task or pool_status where it stands; nothing was changed.',
  STALE_ATTEMPT:
    'stop working on it: that attempt is over. get_task shows what became of the task, claim_task gives other work.',
  IDEMPOTENCY_CONFLICT: 'send exactly what was sent first with this idempotencyKey, or use a new one.',
  POOL_NOT_RUNNING: 'start the pool with initialize_pool, then call again.',
  PAYLOAD_TOO_LARGE: 'send less: put what is large into a file or behind an address, and send its name.',
  FORBIDDEN: 'use the token that was given to you for this; nothing was changed.',
  STORAGE_FULL: 'the disk of the server is full, which people have to see to; call again in a minute.',
  LOG_DAMAGED: 'this pool can only be read until people have restored it; work with another pool.',
  SHUTTING_DOWN: 'call again in some seconds: what the server has accepted it keeps over a restart.',
  INTERNAL_SERVER_ERROR: 'call once more; if it comes again it is a fault of the server, and its log says which.',
};
