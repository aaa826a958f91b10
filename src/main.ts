import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Authentication, noAuthentication } from './access/authentication.js';
import { createCredentials } from './access/credentials.js';
import { type Insider, withInsider } from './access/insider.js';
import { ProcessRuntime } from './agents/process-runtime.js';
import { CREATE_BACKUP } from './cli/back-up.js';
import { forgetRunning, tellRunning } from './cli/running-server.js';
import { serverLockPath } from './cli/server-lock.js';
import { type Config, processInput, readConfig } from './config.js';
import { inputLimitsOf } from './core/input-limits.js';
import { DEFAULT_LIMITS } from './core/limits.js';
import type { Demo } from './demo/demo.js';
import { machineClock } from './engine/clock.js';
import { Coordinator, type CoordinatorOptions } from './engine/coordinator.js';
import { createSchema } from './graphql/schema.js';
import { beginBackup } from './journal/backup-set.js';
import { lockFile } from './journal/file-lock.js';
import { JournalError } from './journal/journal.js';
import { MemoryJournal } from './journal/memory-journal.js';
import { SqliteJournal } from './journal/sqlite-journal.js';
import { createMcpEndpoint } from './mcp/endpoint.js';
import { documentsIn, TrustedDocuments } from './server/admission/trusted-documents.js';
import { addressBlock, addressesOf } from './server/addresses.js';
import { type DiscoveryService, startDiscoveryService } from './server/discovery-service.js';
import { auditedCall, auditLogOf, logAudit } from './server/audit.js';
import { logMoment } from './server/event-log.js';
import { type Log, openLog } from './server/log.js';
import { Figures } from './server/metrics/figures.js';
import { poolsIn } from './server/pool-directories.js';
import { profileOnSignal } from './server/profile.js';
import { createServer, type Server } from './server/server.js';
import type { QuotaLimits } from './server/quotas/quotas.js';
import { onStopSignals } from './server/signals.js';
import type { Tracing } from './server/tracing/tracing.js';
import { startWatchdog } from './server/watchdog.js';

/*
 * Wiring, and nothing else: configuration, log, journals, agents, engine and server, and their end in the opposite order.
 */

const PACKAGE = new URL('../', import.meta.url);
const DEFAULT_POOL = 'default';
/** Records that readers find in memory. */
const FEED_CAPACITY = 20_000;
const LONGEST_PROBE_MS = 2_000;
/** What the demo shows within seconds is seen within seconds. */
const DEMO_PROBE_MS = 1_000;
/** The same show each time. */
const DEMO_SEED = 1;
/** For the last traces, at the end. */
const TRACES_WITHIN_MS = 1_000;

type Die = (error: unknown, message: string) => void;

const { version } = JSON.parse(readFileSync(new URL('package.json', PACKAGE), 'utf8')) as { version: string };
const input = processInput();
// `serve` may be said.
const args = input.args[0] === 'serve' ? input.args.slice(1) : input.args;
const outcome = readConfig({ ...input, args, version });
if (outcome.kind === 'config') await run(outcome.config);
else if (outcome.code === 0) exitWith(0, process.stdout, outcome.text);
else exitWith(outcome.code, process.stderr, `coordination-pool: ${outcome.text}`);

async function run(config: Config): Promise<void> {
  const log = openLog({
    format: config.logFormat ?? (process.stdout.isTTY ? 'pretty' : 'json'),
    level: config.logLevel,
  });
  const die: Die = (error, message) => {
    log.logger.fatal({ event: 'server.died', err: error }, message);
    log.flush();
    process.exit(1);
  };
  process.on('uncaughtException', (error) => die(error, 'an exception was not caught'));
  process.on('unhandledRejection', (error) => die(error, 'a rejection was not handled'));
  try {
    await start(config, log, die);
  } catch (error) {
    log.flush();
    exitWith(1, process.stderr, `coordination-pool: ${problemOf(error, config)}`);
  }
}

async function start(config: Config, log: Log, die: Die): Promise<void> {
  const { logger } = log;
  // Before anything is started, so that two servers never share agents' folders or a half-started log.
  const durable = config.durability !== 'memory';
  if (durable) lockFile(serverLockPath(config.dataDir), `the data directory ${config.dataDir}`);
  if (config.watchdogMs > 0) {
    startWatchdog(config.watchdogMs, (error) => {
      logger.error({ event: 'watchdog.failed', err: error }, 'nobody ends the server any more when it is stalled');
    });
  }
  const insider = insiderOf(config, authenticationOf(config, logger));
  const { authentication } = insider;
  const schema = createSchema();
  const discovery = await startExampleDiscovery(config, log);
  const figures = new Figures();
  profileOnSignal({
    ...{ directory: join(config.dataDir, 'profiles'), seconds: config.profileSeconds, logger },
    onTaken: () => {
      figures.profiled();
    },
  });
  const tracing = await openTracing(config, logger);
  const coordinator = new Coordinator({
    ...engineOptions(config, discovery?.url ?? null, figures),
    log: logger,
    observe: (pool, moment) => {
      logMoment(logger, pool, moment);
      figures.observe(pool, moment);
      tracing?.observe(pool, moment);
    },
    measured: (pool, measured) => {
      figures.measured(pool, measured);
    },
    onFatal: (error) =>
      die(error, 'the journal failed; what was acknowledged is on disk, and the next start goes on from there'),
  });
  const auditLog = auditLogOf(logger);
  const heartbeatMs = config.heartbeatMs ?? Math.floor(config.leaseMs / 3);
  const server = await createServer({
    ...config,
    ...{ coordinator, logger, schema, authentication, figures, tracing },
    mcp: createMcpEndpoint({
      ...{ coordinator, version, agentKind: config.agentKind, heartbeatMs, log: logger },
      onEnded: (call) => {
        figures.mcpCall(call.tool, call.code, call.ms);
        tracing?.call(call);
        if (!call.hasEffect) return;
        logAudit(auditLog, auditedCall(call));
        figures.audited();
      },
    }),
    quotas: quotasOf(config),
    trusted: await trustedDocuments(config),
    consoleDirectory: fileURLToPath(new URL('dist/console/', PACKAGE)),
    documentLimits: {
      maxTokens: config.maxDocumentTokens,
      maxDepth: config.maxDocumentDepth,
      maxAliases: config.maxDocumentAliases,
      maxRootFields: config.maxDocumentRootFields,
      maxDirectives: config.maxDocumentDirectives,
      maxValues: config.maxAnswerValues,
      maxPage: config.maxPage,
    },
    graphConfig: {
      ...{ version, startedAtMs: Date.now(), agentKind: config.agentKind },
      ...{ journalKind: durable ? 'sqlite' : 'memory', durability: config.durability },
      ...{ defaultPoolSize: config.size, maxPoolSize: config.maxSize, maxQueueLength: config.maxQueue },
      heartbeatMs,
      assignmentLatencyTargetMs: config.assignmentLatencyTargetMs,
    },
  });
  // First of all, so that a port that is taken is found out before anything is touched.
  const address = await server.listen();
  const running: Running = { server, coordinator, discovery, tracing, demo: null };
  stopOnSignals(config, log, die, running);
  try {
    await openPools(config, coordinator);
  } catch (error) {
    // Told to stop while it was starting: what then cannot be opened any more is no problem.
    if (!coordinator.stopping) throw error;
  }
  if (coordinator.stopping) return;
  server.serve();
  const addresses = addressesOf(config.host, address);
  if (durable) tellRunning(config.dataDir, addresses.graphql);
  if (process.stdout.isTTY) process.stdout.write(addressBlock(`Coordination Pool ${version} is ready.`, addresses));
  else logger.info({ event: 'server.listening', version, port: address.port, ...addresses }, 'the server is ready');
  if (config.demo) await beginDemo(config, log, running, new URL(addresses.graphql).origin, insider);
}

async function beginDemo(
  { demoPace: pace, agentKind }: Config,
  { logger }: Log,
  running: Running,
  url: string,
  { authorization }: Insider,
): Promise<void> {
  const { startDemo } = await import('./demo/demo.js');
  // Told to stop while that was loaded.
  if (running.coordinator.stopping) return;
  running.demo = startDemo({
    ...{ url, pool: DEFAULT_POOL, pace, seed: DEMO_SEED, agentKind, service: running.discovery, log: logger },
    ...(authorization !== undefined && { authorization }),
  });
}

/** The demo comes in by the front door, and has to be known there. */
function insiderOf({ demo }: Config, authentication: Authentication): Insider {
  const principal = { name: 'demo', roles: ['operator'], pools: [DEFAULT_POOL], expiresAtMs: null } as const;
  return demo ? withInsider(authentication, principal) : { authentication };
}

/** Without a collector nothing of it is even loaded. */
async function openTracing(config: Config, logger: Log['logger']): Promise<Tracing | null> {
  const { otlpEndpoint: endpoint, otlpServiceName: serviceName } = config;
  if (endpoint === null) return null;
  const { startTracing } = await import('./server/tracing/otlp.js');
  return startTracing({ endpoint, serviceName, version, logger });
}

async function openPools({ size, agentKind }: Config, coordinator: Coordinator): Promise<void> {
  await coordinator.open();
  const pool = await coordinator.ensurePool(DEFAULT_POOL);
  // One that is draining goes on with that.
  if (pool.view.pool.phase !== 'draining' && pool.damage === null)
    await pool.execute({ type: 'InitializePool', size, kind: agentKind });
}

function authenticationOf(config: Config, logger: Log['logger']): Authentication {
  const { apiKeysFile: keysFile, jwtJwks: jwks, jwtIssuer: issuer, jwtAudience: audience } = config;
  const { jwtAlgorithms: algorithms, jwtRolesClaim: rolesClaim, jwtPoolsClaim: poolsClaim } = config;
  if (keysFile === null && jwks === null) return noAuthentication;
  return createCredentials({
    keysFile,
    jwt:
      jwks === null || issuer === null || audience === null
        ? null
        : { jwks, issuer, audience, algorithms, rolesClaim, poolsClaim },
    onUnreadable: (error) => {
      const message = 'the file of API keys cannot be read; the keys are as they were';
      logger.error({ event: 'access.keys_unreadable', err: error }, message);
    },
  });
}

/** What the file lists, and what is sent by all that comes with the server. */
async function trustedDocuments({ trustedDocuments: file }: Config): Promise<TrustedDocuments | null> {
  if (file === null) return null;
  const own = await import('./generated/graphql.js');
  const texts = [...Object.values(own as Readonly<Record<string, string>>), CREATE_BACKUP];
  try {
    return new TrustedDocuments([...documentsIn(readFileSync(file, 'utf8')), ...texts.map((text) => ({ text }))]);
  } catch (error) {
    throw new Error(`${file}, of --trusted-documents, cannot be used: ${(error as Error).message}`, { cause: error });
  }
}

/** Without authentication only this machine can call, and whoever is on it is not kept from using it. */
function quotasOf(config: Config): QuotaLimits {
  const isOpen = config.apiKeysFile === null && config.jwtJwks === null;
  const most = isOpen ? 20_000 : 1_000;
  const perSecond = config.rateLimit ?? (isOpen ? 0 : 500_000);
  return {
    rateLimit: perSecond === 0 ? null : { perSecond, burst: config.rateLimitBurst ?? 2 * perSecond },
    maxConnectionsPerAddress: config.maxConnectionsPerAddress ?? most,
    maxConnectionsPerPrincipal: config.maxConnectionsPerPrincipal ?? most,
    maxSubscriptionsPerAddress: config.maxSubscriptionsPerAddress ?? most,
    maxSubscriptionsPerPrincipal: config.maxSubscriptionsPerPrincipal ?? most,
    trustedProxies: config.trustedProxies,
  };
}

function engineOptions(
  config: Config,
  exampleUrl: string | null,
  figures: Figures,
): Omit<CoordinatorOptions, 'log' | 'observe' | 'measured' | 'onFatal'> {
  const { durability, dataDir } = config;
  const intervalMs = config.demo
    ? Math.min(config.discoveryIntervalMs, Math.ceil(DEMO_PROBE_MS / config.demoPace))
    : config.discoveryIntervalMs;
  const healthUrl = config.discoveryUrl ?? (exampleUrl === null ? null : `${exampleUrl}/health`);
  const pools = join(dataDir, 'pools');
  return {
    limits: {
      ...DEFAULT_LIMITS,
      ...{ maxSize: config.maxSize, maxQueueLength: config.maxQueue, leaseMs: config.leaseMs },
      ...{ backoffBaseMs: config.backoffBaseMs, backoffCapMs: config.backoffCapMs },
      ...{ retentionCount: config.retentionCount, retentionMs: config.retentionMs, maxSkills: config.maxSkills },
    },
    inputLimits: inputLimitsOf(config),
    dependencies: [
      {
        config: { name: 'discovery', gatedTypes: ['DISCOVERY', 'MIGRATION'], probed: healthUrl !== null },
        probe:
          healthUrl === null ? null : { url: healthUrl, intervalMs, timeoutMs: Math.min(intervalMs, LONGEST_PROBE_MS) },
      },
    ],
    clock: machineClock,
    random: Math.random,
    journal: {
      open: (pool) =>
        durability === 'memory'
          ? new MemoryJournal()
          : new SqliteJournal({
              ...{ directory: join(pools, pool), durability },
              onFlush: (ms) => {
                figures.flushed(pool, ms);
              },
            }),
      existing: () => (durability === 'memory' ? Promise.resolve([]) : poolsIn(pools)),
    },
    backups: durability === 'memory' ? null : { begin: (name) => beginBackup(join(dataDir, 'backups', name)) },
    runtime: (reports) =>
      new ProcessRuntime({
        reports,
        agentsDirectory: join(dataDir, 'agents'),
        handlersModule: config.handlers ?? fileURLToPath(new URL('examples/pack/index.mjs', PACKAGE)),
        agentCommand: config.agentCommand,
        memoryLimitMb: config.agentMemoryMb,
        maxResultBytes: config.maxResultBytes,
        maxReasonLength: config.maxReasonLength,
        alarm: (delayMs, ring) => machineClock.alarm(delayMs, ring),
        environment: {
          ...config.environment,
          AGENT_ROOT: rootOf(config),
          ...(healthUrl !== null && { AGENT_DISCOVERY_SERVICE_URL: new URL(healthUrl).origin }),
        },
      }),
    feedCapacity: FEED_CAPACITY,
    snapshotEvery: config.snapshotEvery,
  };
}

/** The demo works on the files of the package, wherever it is started. */
function rootOf({ demo, root }: Config): string {
  return demo ? fileURLToPath(PACKAGE) : root;
}

/** The example pack needs a discovery service, and nobody should have to start one to try it out. */
function startExampleDiscovery(config: Config, { logger }: Log): Promise<DiscoveryService | null> {
  const program = fileURLToPath(new URL('examples/discovery-service/server.mjs', PACKAGE));
  const isExample = config.discoveryUrl === null && config.handlers === null && config.agentCommand === null;
  return isExample && existsSync(program)
    ? startDiscoveryService(program, rootOf(config), logger)
    : Promise.resolve(null);
}

interface Running {
  readonly server: Server;
  readonly coordinator: Coordinator;
  readonly discovery: DiscoveryService | null;
  readonly tracing: Tracing | null;
  /** Null until it has begun, and where there is none. */
  demo: Demo | null;
}

function stopOnSignals({ graceMs, dataDir }: Config, { logger, flush }: Log, die: Die, running: Running): void {
  const { server, coordinator, discovery, tracing } = running;
  const stop = async (signal: string): Promise<void> => {
    logger.info({ event: 'server.stopping', signal, graceMs }, 'the server is stopping');
    await running.demo?.stop();
    server.refuse();
    await coordinator.drain(graceMs);
    // Readers are told first, so that none meets a log that is closed already.
    await server.close();
    await coordinator.close();
    await tracing?.close(TRACES_WITHIN_MS);
    forgetRunning(dataDir);
    void discovery?.stop();
    logger.info({ event: 'server.stopped' }, 'the server has stopped');
    flush();
    process.exit(0);
  };
  onStopSignals(
    machineClock,
    (signal) => {
      stop(signal).catch((error: unknown) => die(error, 'the server could not stop in order'));
    },
    () => die(undefined, 'ended at once by a further signal'),
  );
}

function problemOf(error: unknown, { host, port, dataDir }: Config): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof JournalError && error.code === 'LOCKED')
    return `the data directory ${dataDir} is in use by another server; choose another with --data-dir`;
  if (error instanceof JournalError && error.code === 'CORRUPT') return `the server cannot start: ${message}`;
  if (code === 'EADDRINUSE') return `port ${port} of ${host} is in use; choose another with --port`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is no address of this machine; choose another with --host`;
  if (code === 'EACCES') return `no permission: ${message}`;
  return error instanceof Error ? message : String(error);
}

function exitWith(code: number, stream: NodeJS.WriteStream, line: string): void {
  stream.write(`${line}\n`, () => process.exit(code));
}
