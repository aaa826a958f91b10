import { ServerInfoDocument } from '../../generated/graphql.js';
import { PoolError } from '../../sdk/pool-error.js';
import type { Call } from '../call.js';
import type { Connection } from '../connection.js';
import { EXIT, exitCodeOf } from '../exit-code.js';
import { age, duration } from '../shown.js';
import { fail, ok, warn, type Finding } from './finding.js';

const ANSWER_WITHIN_MS = 10_000;
const SLOW_MS = 1_000;
const CLOCKS_APART_MS = 5_000;

interface Readiness {
  readonly status?: string;
  readonly pools?: readonly { readonly name: string; readonly readOnly?: string }[];
}

/** Whether anybody answers, and whether it wants work. */
export async function* checkReach({ url }: Connection, { signal }: Call<unknown>): AsyncGenerator<Finding> {
  const fromMs = performance.now();
  let response: Response;
  let readiness: Readiness | null;
  try {
    response = await fetch(`${url}/readyz`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    readiness = await response.json().then(
      (value: unknown) => value as Readiness,
      () => null,
    );
  } catch (error) {
    signal.throwIfAborted();
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    const advice = 'Start it (coordination-pool serve), or name another with --url or COORDINATION_POOL_URL.';
    yield fail(
      'reach',
      `nobody answers at ${url}${code === undefined ? '' : `: ${code}`}`,
      advice,
      EXIT.unreachable,
      true,
    );
    return;
  }
  const tookMs = performance.now() - fromMs;
  if (readiness?.status === undefined) {
    const detail = `what answers at ${url} is no Coordination Pool (HTTP ${String(response.status)})`;
    yield fail('reach', detail, 'Look at the address, and at what is in between.', EXIT.unreachable, true);
    return;
  }
  yield tookMs > SLOW_MS
    ? warn('reach', `it answers, but only after ${duration(tookMs)}`, 'Is the machine busy, or the network slow?')
    : ok('reach', `it answers after ${duration(tookMs)}`);
  const damaged = readiness.pools?.filter(({ readOnly }) => readOnly !== undefined) ?? [];
  if (damaged.length > 0) {
    const detail = damaged.map(({ name, readOnly }) => `${name}: ${String(readOnly)}`).join(', ');
    const advice = 'STORAGE_FULL: make space. LOG_DAMAGED: see "A pool that can only be read" in README.md.';
    yield fail('readiness', `pools that can only be read: ${detail}`, advice, EXIT.unexpected);
  } else if (response.status !== 200) {
    yield warn('readiness', `it is ${readiness.status} and takes no work now`, 'Wait, or look at its log.');
  } else yield ok('readiness', `it is ${readiness.status}`);
  yield* checkClock(response, tookMs);
}

/** The header counts in whole seconds, so less than some seconds says nothing. */
function* checkClock(response: Response, tookMs: number): Generator<Finding> {
  const header = response.headers.get('date');
  if (header === null) return;
  const apartMs = Math.abs(Date.now() - tookMs / 2 - (Date.parse(header) + 500));
  yield apartMs > CLOCKS_APART_MS
    ? warn(
        'clock',
        `the clocks of server and client are ${duration(apartMs)} apart`,
        'Set them: ages and deadlines look wrong.',
      )
    : ok('clock', 'server and client agree within some seconds');
}

/** Whether the credentials are good, and who answers. */
export async function* checkAccess(connection: Connection, { input }: Call<unknown>): AsyncGenerator<Finding> {
  const hasKey = 'authorization' in connection.headers;
  let info;
  try {
    ({ serverInfo: info } = await connection.ask(ServerInfoDocument, {}));
  } catch (error) {
    if (!(error instanceof PoolError) || exitCodeOf(error.code) !== EXIT.notAllowed) throw error;
    const advice = hasKey
      ? 'The key is not one of the server: see --api-keys-file of it.'
      : 'Put the API key into COORDINATION_POOL_API_KEY, or into a file that --api-key-file names.';
    yield fail('access', error.message, advice, EXIT.notAllowed, true);
    return;
  }
  yield ok('access', hasKey ? 'allowed, with an API key' : 'allowed, without an API key');
  const detail = `server ${info.version} on Node ${info.node}, for ${age(info.startedAt, Date.now())}; command line ${input.version}`;
  yield info.version === input.version
    ? ok('versions', detail)
    : warn('versions', detail, 'Use the same version on both sides where something is not understood.');
  yield info.durability === 'fsync'
    ? ok('durability', `${info.journal}, ${info.durability}`)
    : warn(
        'durability',
        `${info.journal}, ${info.durability}`,
        'A power cut may lose what was acknowledged; --durability fsync keeps it.',
      );
}

/** Whether streams come through: proxies often let only HTTP pass. */
export async function* checkSocket(connection: Connection, { signal }: Call<unknown>): AsyncGenerator<Finding> {
  const fromMs = performance.now();
  const late = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
  try {
    await greet(connection, late);
    yield ok('web socket', `it is open after ${duration(performance.now() - fromMs)}`);
  } catch (error) {
    signal.throwIfAborted();
    const message = error instanceof Error ? error.message : String(error);
    const advice = 'Does a proxy in between let WebSockets through? watch, events --follow and --wait need them.';
    yield fail('web socket', message, advice, EXIT.unreachable);
  }
}

/** Resolves when the server has welcomed a socket with our credentials. */
async function greet({ webSocketUrl, headers }: Connection, signal: AbortSignal): Promise<void> {
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(webSocketUrl, 'graphql-transport-ws');
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      socket
        .on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: headers })))
        .on('message', () => resolve())
        .on('error', reject)
        .on('close', (code) => reject(new Error(`the server closed it with ${String(code)}`)));
    });
  } finally {
    socket.terminate();
  }
}
