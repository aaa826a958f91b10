import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
import type { Logger } from './log.js';

export interface ProfilerOptions {
  /** Where they go; made where it is missing. */
  readonly directory: string;
  readonly seconds: number;
  readonly logger: Logger;
  readonly onTaken?: () => void;
}

/** Of each kind; older ones of ours are deleted. */
const KEPT = 5;
const OURS = /^(?:cpu-.*\.cpuprofile|heap-.*\.json)$/;
/** Microseconds between two samples: a minute is some 10 MB then. */
const SAMPLE_EVERY_US = 1_000;

/**
 * Takes a CPU profile of the running server, and figures of its heap, at each SIGUSR2: no port is opened for it, and whoever may send
 * the signal may end the server as well. One at a time; a signal meanwhile is told and passed over.
 */
export function profileOnSignal(options: ProfilerOptions): void {
  // Windows knows no such signal.
  if (process.platform === 'win32') return;
  const { logger } = options;
  let isTaking = false;
  process.on('SIGUSR2', () => {
    if (isTaking) {
      logger.warn({ event: 'profile.refused' }, 'a profile is being taken already');
      return;
    }
    isTaking = true;
    takeProfile(options)
      .catch((error: unknown) => {
        logger.error({ event: 'profile.failed', err: error }, 'a profile could not be taken');
      })
      .finally(() => {
        isTaking = false;
      });
  });
}

async function takeProfile({ directory, seconds, logger, onTaken }: ProfilerOptions): Promise<void> {
  const name = new Date().toISOString().replace(/[:.]/g, '-');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  logger.info({ event: 'profile.started', seconds }, 'a CPU profile is being taken');
  const cpu = join(directory, `cpu-${name}.cpuprofile`);
  const heap = join(directory, `heap-${name}.json`);
  // What they tell of the program is for its operator alone.
  const forOwner = { mode: 0o600 };
  await writeFile(cpu, JSON.stringify(await cpuProfile(seconds)), forOwner);
  await writeFile(heap, JSON.stringify(heapFigures(), null, 2), forOwner);
  await forgetOld(directory);
  onTaken?.();
  logger.info({ event: 'profile.written', cpu, heap, seconds }, 'a profile was written');
}

async function cpuProfile(seconds: number): Promise<unknown> {
  const session = new Session();
  session.connect();
  const ask = async (method: string, params: object = {}): Promise<object> =>
    new Promise((resolve, reject) => {
      session.post(method, params, (error, result) => {
        if (error === null) resolve(result ?? {});
        else reject(error);
      });
    });
  try {
    await ask('Profiler.enable');
    await ask('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_US });
    await ask('Profiler.start');
    // It does not hold the server up when that is to end.
    await after(seconds * 1_000, undefined, { ref: false });
    return ((await ask('Profiler.stop')) as { readonly profile: unknown }).profile;
  } finally {
    session.disconnect();
  }
}

/** Sizes in bytes. */
function heapFigures(): Readonly<Record<string, unknown>> {
  return { process: process.memoryUsage(), heap: getHeapStatistics(), spaces: getHeapSpaceStatistics() };
}

async function forgetOld(directory: string): Promise<void> {
  const ours = (await readdir(directory)).filter((name) => OURS.test(name));
  for (const kind of ['cpu-', 'heap-']) {
    const old = ours.filter((name) => name.startsWith(kind)).sort();
    for (const name of old.slice(0, -KEPT)) await rm(join(directory, name), { force: true });
  }
}
