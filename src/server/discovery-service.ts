import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Logger } from './log.js';

/** The example discovery service, running as a child of ours. */
export interface DiscoveryService {
  /** Without a path. */
  readonly url: string;
  stop(): void;
}

const STARTS_WITHIN_MS = 10_000;

/**
 * Starts the service on a free port; null where it does not come up, which is logged. One that dies later stays down, so that one can
 * watch the pool degrade: it says so, and the log does.
 */
export async function startDiscoveryService(
  program: string,
  root: string,
  logger: Logger,
): Promise<DiscoveryService | null> {
  const child = spawn(process.execPath, [program, '--port', '0', '--root', root, '--parent'], {
    // A pipe that ends with us ends it too, however we end; a group of its own keeps Ctrl-C from it until we say so.
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let stopping = false;
  const log = logger.child({ component: 'discovery_service' });
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
    stop() {
      stopping = true;
      child.stdin.end();
      child.kill('SIGTERM');
    },
  };
}
