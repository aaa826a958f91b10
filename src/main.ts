import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ProcessRuntime } from './agents/process-runtime.js';
import { type Config, processInput, readConfig } from './config.js';
import { DEFAULT_LIMITS, type PoolLimits } from './core/limits.js';
import { machineClock } from './engine/clock.js';
import { Coordinator } from './engine/coordinator.js';
import { createSchema } from './graphql/schema.js';
import type { Journal } from './journal/journal.js';
import { MemoryJournal } from './journal/memory-journal.js';
import { SqliteJournal } from './journal/sqlite-journal.js';
import { addressBlock, addressesOf } from './server/addresses.js';
import { noAuthentication, readApiKeys } from './server/api-keys.js';
import { type DiscoveryService, startDiscoveryService } from './server/discovery-service.js';
import { logMoment } from './server/event-log.js';
import { type Log, openLog } from './server/log.js';
import { poolsIn } from './server/pool-directories.js';
import { createServer, type Server } from './server/server.js';
import { onStopSignals } from './server/signals.js';

/*
 * Wiring, and nothing else: configuration, log, journals, agents, engine, server, and their end in the opposite order.
 */

const PACKAGE = new URL('../', import.meta.url);
const DEFAULT_POOL = 'default';
const FEED_CAPACITY = 20_000;
const SNAPSHOT_EVERY = 20_000;
const LONGEST_PROBE_MS = 2_000;

const { version } = JSON.parse(readFileSync(new URL('package.json', PACKAGE), 'utf8')) as { version: string };
const outcome = readConfig(processInput(version));
if (outcome.kind === 'exit') {
  const stream = outcome.code === 0 ? process.stdout : process.stderr;
  stream.write(`${outcome.code === 0 ? '' : 'coordination-pool: '}${outcome.text}\n`, () => process.exit(outcome.code));
} else {
  await run(outcome.config);
}

async function run(config: Config): Promise<void> {
  const isTerminal = process.stdout.isTTY;
  const log = openLog({ format: config.logFormat ?? (isTerminal ? 'pretty' : 'json'), level: config.logLevel });
  const die = (error: unknown, message: string): never => {
    log.logger.fatal({ event: 'server.died', err: error }, message);
    log.flush();
    process.exit(1);
  };
  process.on('uncaughtException', (error) => die(error, 'an exception was not caught'));
  process.on('unhandledRejection', (error) => die(error, 'a rejection was not handled'));
  try {
    await start(config, log, die);
  } catch (error) {
    log.logger.debug({ event: 'server.not_started', err: error }, 'the server could not start');
    log.flush();
    process.stderr.write(`coordination-pool: ${startProblem(error, config)}\n`, () => process.exit(1));
  }
}

async function start(config: Config, log: Log, die: (error: unknown, message: string) => never): Promise<void> {
  const { logger } = log;
  const startedAtMs = Date.now();
  const discovery = await exampleDiscovery(config, log);
  let server: Server | null = null;
  const coordinator = createCoordinator(config, discovery, log, (pool, moment) => {
    logMoment(logger, pool, moment);
    server?.observe(pool, moment);
  }, die);
  server = await createServer({
    ...config,
    coordinator,
    logger,
    schema: createSchema(),
    authentication: config.apiKeysFile === null ? noAuthentication : readApiKeys(config.apiKeysFile),
    documentLimits: {
      maxTokens: config.maxDocumentTokens,
      maxDepth: config.maxDocumentDepth,
      maxAliases: config.maxDocumentAliases,
      maxRootFields: config.maxDocumentRootFields,
      maxDirectives: config.maxDocumentDirectives,
      maxValues: config.maxAnswerValues,
    },
    consoleDirectory: fileURLToPath(new URL('dist/console/', PACKAGE)),
    graphConfig: {
      ...{ version, startedAtMs, agentKind: config.agentKind, durability: config.durability },
      journalKind: config.durability === 'memory' ? 'memory' : 'sqlite',
      defaultPoolSize: config.size,
      maxPoolSize: config.maxSize,
      maxQueueLength: config.maxQueue,
    },
  });
  const stop = stopper(config, log, server, coordinator, discovery);
  onStopSignals(
    (signal) => {
      logger.info({ event: 'server.stopping', signal, graceMs: config.graceMs }, 'the server is stopping');
      stop().catch((error: unknown) => die(error, 'the server could not stop in order'));
    },
    () => die(null, 'ended at once by a second signal'),
  );
  const address = await server.listen();
  await coordinator.open();
  const pool = await coordinator.ensurePool(DEFAULT_POOL);
  if (!['draining'].includes(pool.view.pool.phase)) await pool.execute({ type: 'InitializePool', size: config.size, kind: config.agentKind });
  if (coordinator.stopping) return;
  server.serve();
  announce(config, log, addressesOf(config.host, address));
}
