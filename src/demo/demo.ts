import { PoolOverviewDocument } from '../generated/graphql.js';
import { createClient, PoolError } from '../sdk/node-client.js';
import { pause } from '../sdk/pause.js';
import { seededChance } from './chance.js';
import { Player, type Scene, type Service } from './player.js';
import { script } from './script.js';

export type { Service } from './player.js';

interface DemoLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface DemoOptions {
  /** Address of the server, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Left out where authentication is off. */
  readonly authorization?: string;
  readonly pool: string;
  /** How many times as fast as it goes by itself. */
  readonly pace: number;
  readonly seed: number;
  /** Of the agents that the pool has; nobody works as those that are REMOTE unless somebody connects. */
  readonly agentKind: 'PROCESS' | 'REMOTE';
  readonly service: Service | null;
  readonly log: DemoLog;
}

export interface Demo {
  /** Ends it, and takes back what would stay: within `TIDY_WITHIN_MS`. */
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 1_000;
const TIDY_WITHIN_MS = 2_000;

const WHAT =
  'the demo runs: example work of all six types, with failures, retries, cancels, full queues, agents that fail, come and go, ' +
  'pauses, and every three minutes an outage of the discovery service';

/** Feeds a pool with example work, and has things go wrong, until it is stopped. */
export function startDemo(options: DemoOptions): Demo {
  const { url, authorization, pool, pace, seed, service, agentKind, log } = options;
  const client = createClient({ url, pool, retryForMs: 0, ...(authorization !== undefined && { authorization }) });
  const stopping = new AbortController();
  const player = new Player({
    ...{ client, pace, service, run: Date.now().toString(36) },
    chance: seededChance(seed + 1),
  });
  log.info({ event: 'demo.started', pool, seed, pace }, WHAT);
  if (agentKind === 'REMOTE')
    log.warn(
      { event: 'demo.nobody_works', pool },
      'the agents are REMOTE: nothing picks the work of the demo up until workers connect',
    );
  const look = async (): Promise<Scene | null> =>
    (await client.request(PoolOverviewDocument, { pool }, { signal: stopping.signal, retryForMs: 0 })).pool ?? null;
  const tidy = (): Promise<void> =>
    player.tidy().catch((error: unknown) => {
      tell('demo.refused', error);
    });
  const tell = (event: string, error: unknown): void => {
    const code = error instanceof PoolError ? error.code : 'UNKNOWN';
    log.debug({ event, pool, code, err: error }, 'an act of the demo was not to be');
  };

  /** Waits until the pool runs, or is paused by the demo itself. */
  const ready = async (): Promise<Scene> => {
    for (let told = false; ;) {
      const scene = await look();
      if (scene?.status === 'RUNNING' || (scene?.status === 'PAUSED' && player.hasPaused)) {
        if (told) log.info({ event: 'demo.resumed', pool }, 'the pool runs again, and so does the demo');
        return scene;
      }
      if (!told) {
        told = true;
        log.info(
          { event: 'demo.waits', pool, status: scene?.status },
          'the demo waits until the pool is started again',
        );
        await tidy();
      }
      await pause(LOOK_EVERY_MS / pace, stopping.signal);
    }
  };

  const run = async (): Promise<void> => {
    // What a wait has taken is not made up for.
    let beganAtMs = performance.now();
    for (const { atMs, act } of script(seededChance(seed))) {
      const inMs = beganAtMs + atMs / pace - performance.now();
      if (inMs > 0) await pause(inMs, stopping.signal);
      stopping.signal.throwIfAborted();
      try {
        const refused = await player.play(act, await ready());
        const line = { event: 'demo.acted', pool, act: act.kind, ...(refused > 0 && { refused }) };
        log[act.kind === 'submit' ? 'debug' : 'info'](line, 'the demo has done something');
      } catch (error) {
        stopping.signal.throwIfAborted();
        tell('demo.refused', error);
      }
      beganAtMs = Math.max(beganAtMs, performance.now() - atMs / pace);
    }
  };

  const ended = run().catch((error: unknown) => {
    if (!stopping.signal.aborted) log.warn({ event: 'demo.ended', pool, err: error }, 'the demo has ended');
  });
  return {
    async stop() {
      stopping.abort();
      const tidied = ended.then(tidy).then(() => client.close());
      await Promise.race([tidied, pause(TIDY_WITHIN_MS)]);
      log.info({ event: 'demo.stopped', pool }, 'the demo has stopped');
    },
  };
}
