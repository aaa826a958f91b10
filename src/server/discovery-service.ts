import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Logger } from './log.js';

/** The example discovery service, running as a child of ours. */
export interface DiscoveryService {
  /** Without a path; it stays the same. */
  readonly url: string;
  /** Resolves when it has ended. */
  stop(): Promise<void>;
  /** Starts it again, on its port. Rejects where that does not come off. */
  start(): Promise<void>;
}

const STARTS_WITHIN_MS = 10_000;

interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the service on a free port; null where it does not come up, which is logged. One that dies later stays down, so that one can
 * watch the pool degrade: it says so, and the log does.
 */
export async function startDiscoveryService(
  program: string,
  root: string,
  logger: Logger,
): Promise<DiscoveryService | null> {
  const log = logger.child({ component: 'discovery_service' });
  let running = await launch(program, root, '0', log);
  if (running === null) return null;
  const { url } = running;
  return {
    url,
    stop: async () => {
      await running?.stop();
      running = null;
    },
    start: async () => {
      running ??= await launch(program, root, new URL(url).port, log);
      if (running === null) throw new Error(`the example discovery service does not come up again on ${url}`);
    },
  };
}

/** Null where it does not come up. */
async function launch(program: string, root: string, port: string, log: Logger): Promise<Running | null> {
  const child = spawn(process.execPath, [program, '--port', port, '--root', root, '--parent'], {
    // A pipe that ends with us ends it too, however we end; a group of its own keeps Ctrl-C from it until we say so.
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    // It needs nothing of our environment, and some of that is secret.
    env: {},
  });
  let stopping = false;
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stderr }).on('line', (line) => {
    log.warn({ event: 'discovery_service.said' }, line);
  });
  const url = await new Promise<string | null>((resolve) => {
    const timer = setTimeout(() => {
      resolve(null);
    }, STARTS_WITHIN_MS);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = /listening on (http:\S+)/.exec(line)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
    child.on('error', (error) => {
      log.error(
        { event: 'discovery_service.failed', err: error },
        'the example discovery service could not be started',
      );
      clearTimeout(timer);
      resolve(null);
    });
    child.on('exit', (code, signal) => {
      if (!stopping)
        log.warn(
          { event: 'discovery_service.ended', code, signal },
          'the example discovery service has ended; it is not restarted',
        );
      clearTimeout(timer);
      resolve(null);
    });
  });
  if (url === null) {
    child.kill('SIGKILL');
    return null;
  }
  log.info({ event: 'discovery_service.started', url, processId: child.pid }, 'the example discovery service listens');
  return {
    url,
    async stop() {
      stopping = true;
      child.stdin.end();
      await ended(child, 'SIGTERM');
    },
  };
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
