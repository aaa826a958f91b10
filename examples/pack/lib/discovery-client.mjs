// @ts-check
import { HandlerError } from './handler-error.mjs';

const TIMEOUT_MS = 30_000;
const RETRY_AFTER_MS = 1_000;

/**
 * Asks the discovery service, whose address (or that of its health check, as it is configured) the
 * server gives to its agents. A service that is away or broken is worth another attempt later; what it
 * refuses is not.
 *
 * @param {string} path  Relative to the service, such as `components?folder=src`.
 * @param {AbortSignal} signal
 * @returns {Promise<any>}
 */
export async function askDiscovery(path, signal) {
  const base = process.env['AGENT_DISCOVERY_SERVICE_URL'];
  if (!base || !URL.canParse(path, base)) {
    throw new HandlerError(
      'DISCOVERY_NOT_CONFIGURED',
      'AGENT_DISCOVERY_SERVICE_URL is not set to the address of a discovery service.',
    );
  }
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let response;
  /** @type {any} */
  let body;
  try {
    response = await fetch(new URL(path, base), { signal: AbortSignal.any([signal, timeout]), redirect: 'error' });
    body = await response.json();
  } catch (cause) {
    signal.throwIfAborted();
    const problem = timeout.aborted
      ? `gave no answer within ${TIMEOUT_MS} ms`
      : `cannot be reached or understood: ${reasonOf(cause)}`;
    throw new HandlerError('DISCOVERY_UNAVAILABLE', `The discovery service ${problem}.`, {
      retryable: true,
      retryAfterMs: RETRY_AFTER_MS,
      cause,
    });
  }
  if (response.ok) return body;
  const { code = 'DISCOVERY_FAILED', message = `The discovery service answered ${response.status}.` } =
    body?.error ?? {};
  if (response.status < 500) throw new HandlerError(code, message);
  throw new HandlerError('DISCOVERY_UNAVAILABLE', message, { retryable: true, retryAfterMs: RETRY_AFTER_MS });
}

/**
 * `fetch` says what is wrong one level down, such as a refused connection or a port that it never connects to.
 *
 * @param {unknown} error
 */
function reasonOf(error) {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return inner instanceof Error ? inner.message || inner.name : String(inner);
}
