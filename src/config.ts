import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { z } from 'zod';

/*
 * The configuration: the only reader of the environment. Each key is looked for on the command line, in the
 * environment, in the file that `--config` names, and in the defaults, in that order, and the first that has it wins.
 */

const DAY_MS = 24 * 3_600_000;

/** Command lines and environments have only strings, a file has numbers. */
function whole(min: number, max: number): z.ZodType<number> {
  const message = `must be a whole number from ${min} to ${max}`;
  const numeric = (value: unknown): unknown =>
    typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? Number(value) : value;
  return z.preprocess(numeric, z.int(message).min(min, message).max(max, message));
}

function oneOf<const Values extends readonly [string, ...string[]]>(...values: Values): z.ZodType<Values[number]> {
  return z.enum(values, `must be one of ${values.join(', ')}`);
}

const text = z.string('must be a text').min(1, 'must not be empty');

function url(): z.ZodType<string> {
  const isHttp = (value: string): boolean => /^https?:$/.test(URL.parse(value)?.protocol ?? '');
  return text.refine(isHttp, 'must be an http or https address, such as http://127.0.0.1:4100/health');
}

/** `https://pool.example.com`: what browsers send, without a path. */
const origins = z.preprocess(
  (value) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((each) => each.trim())
          .filter((each) => each !== '')
      : value,
  z.array(
    z
      .string('must be a list of origins')
      .refine((value) => URL.parse(value)?.origin === value, 'must be origins, such as https://pool.example.com'),
    'must be a list of origins',
  ),
);

interface Key<Value> {
  readonly schema: z.ZodType<Value>;
  readonly fallback: Value;
  readonly description: string;
  /** In place of COORDINATION_POOL_<NAME>. */
  readonly env?: string;
  /** What stands for the value in `--help`. */
  readonly value: string;
  /** How the default is told where it is not a plain value. */
  readonly shown?: string;
  /** Relative ones count from the folder of the file they stand in, else from the current one. */
  readonly isPath?: boolean;
  /** A path that is there before the server is. */
  readonly exists?: boolean;
}

function key<Value>(
  schema: z.ZodType<Value>,
  fallback: Value,
  value: string,
  description: string,
  more: Pick<Key<Value>, 'env' | 'shown' | 'isPath' | 'exists'> = {},
): Key<Value> {
  return { schema, fallback, value, description, ...more };
}

const path = { isPath: true };
const existing = { isPath: true, exists: true };

/** Every key there is: name in the file, and from it the flag (`--max-size`) and the variable (COORDINATION_POOL_MAX_SIZE). */
const KEYS = {
  port: key(whole(0, 65_535), 4_000, 'number', 'TCP port; 0 takes any free one', { env: 'PORT' }),
  host: key(text, '127.0.0.1', 'address', 'Address to listen on; another than a loopback one needs `--api-keys-file`', {
    env: 'HOST',
  }),
  dataDir: key(text, 'data', 'folder', 'Where the logs of the pools and the folders of the agents are', path),
  durability: key(
    oneOf('fsync', 'os', 'memory'),
    'fsync',
    'kind',
    '`fsync`: what is acknowledged survives a power cut; `os`: a crash of the server; `memory`: nothing',
  ),
  size: key(
    whole(0, 1_024),
    4,
    'number',
    'Agents of the default pool at start; 0 starts a running pool without agents',
  ),
  maxSize: key(whole(1, 1_024), 16, 'number', 'Most agents of a pool (`POOL_FULL` beyond)'),
  maxQueue: key(whole(1, 1_000_000), 100, 'number', 'Most pending tasks of a pool (`QUEUE_FULL` beyond)'),
  agentKind: key(
    oneOf('PROCESS', 'REMOTE'),
    'PROCESS',
    'kind',
    'Agents made where nobody says of which kind: `PROCESS` or `REMOTE`',
  ),
  handlers: key<string | null>(text, null, 'file', 'Module with the task handlers', {
    ...existing,
    shown: 'the example pack',
  }),
  agentCommand: key<string | null>(
    text,
    null,
    'command',
    'Program to run as PROCESS agent instead of the Node agent host',
    { shown: 'none' },
  ),
  agentMemoryMb: key(whole(64, 65_536), 512, 'MiB', 'Memory at which a PROCESS agent is killed'),
  root: key(text, '.', 'folder', 'The only folder tree that the example handlers read', {
    ...existing,
    env: 'AGENT_ROOT',
    shown: 'the current folder',
  }),
  discoveryUrl: key<string | null>(
    url(),
    null,
    'url',
    'Health address of the discovery service, which DISCOVERY and MIGRATION tasks need. Agents get its origin as AGENT_DISCOVERY_SERVICE_URL',
    { shown: 'none; with the example pack its own discovery service is started' },
  ),
  discoveryIntervalMs: key(whole(50, 3_600_000), 5_000, 'ms', 'Between two checks of it'),
  leaseMs: key(
    whole(500, 3_600_000),
    30_000,
    'ms',
    'Lease of an attempt on a REMOTE agent; its heartbeat is a third of it',
  ),
  backoffBaseMs: key(whole(1, 3_600_000), 1_000, 'ms', 'Upper end of the first backoff; doubles with each attempt'),
  backoffCapMs: key(whole(1, 24 * 3_600_000), 60_000, 'ms', 'Upper end of every backoff'),
  retentionCount: key(whole(0, 10_000_000), 10_000, 'number', 'Settled tasks kept per pool'),
  retentionMs: key(whole(1_000, 3_650 * DAY_MS), 7 * DAY_MS, 'ms', 'How long they are kept', {
    shown: '604800000 (7 days)',
  }),
  graceMs: key(
    whole(0, 3_600_000),
    10_000,
    'ms',
    'What running PROCESS attempts get to finish when the server is told to stop',
  ),
  apiKeysFile: key<string | null>(
    text,
    null,
    'file',
    'Turns authentication on: `{ "keys": [{ "name": "ci", "sha256": "<hex>" }] }`, the hash from `printf %s KEY | sha256sum`',
    { ...existing, shown: 'none' },
  ),
  allowedOrigins: key<readonly string[]>(
    origins,
    [],
    'origins',
    'Further origins whose pages may call, and whose host names the server answers to; separated by commas',
    { shown: "the server's own" },
  ),
  maxBodyBytes: key(whole(1_024, 64 * 1024 * 1024), 4 * 1024 * 1024, 'bytes', 'Largest body of a request (413 beyond)'),
  maxMessageBytes: key(
    whole(1_024, 64 * 1024 * 1024),
    1024 * 1024,
    'bytes',
    'Largest message on a WebSocket (closed with 1009 beyond)',
  ),
  maxOperationsPerSocket: key(
    whole(1, 10_000),
    100,
    'number',
    'Operations at once on a WebSocket (`RATE_LIMITED` beyond)',
  ),
  maxDocumentTokens: key(
    whole(100, 100_000),
    2_000,
    'number',
    'Of a GraphQL document; this and the next five are `OPERATION_TOO_COMPLEX` beyond',
  ),
  maxDocumentDepth: key(whole(3, 100), 15, 'number', 'Levels of fields'),
  maxDocumentAliases: key(whole(0, 10_000), 50, 'number', 'Aliases, with fragments spread'),
  maxDocumentRootFields: key(whole(1, 10_000), 50, 'number', 'Root fields, with fragments spread'),
  maxDocumentDirectives: key(whole(0, 1_000), 10, 'number', 'Directives in one place'),
  maxAnswerValues: key(
    whole(100, 100_000_000),
    100_000,
    'number',
    'Values that an answer could hold, list sizes multiplied',
  ),
  logFormat: key<'pretty' | 'json' | null>(oneOf('pretty', 'json'), null, 'format', '`pretty` or `json`', {
    shown: '`pretty` on a terminal, else `json`',
  }),
  logLevel: key(
    oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    'info',
    'level',
    'Least level that is logged: `trace`, `debug`, `info`, `warn`, `error`, `fatal`, `silent`',
  ),
} as const;

type Keys = typeof KEYS;
type Name = keyof Keys;

/** Complete, checked and frozen. Paths are absolute. */
export type Config = { readonly [K in Name]: Keys[K] extends Key<infer Value> ? Value : never } & {
  /** What agents may get of the environment; `ProcessRuntime` picks. */
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/** `exit`: what `--help`, `--version` or a mistake ends with. Mistakes have code 2 and name the key and where it came from. */
export type ConfigOutcome =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'exit'; readonly code: 0 | 2; readonly text: string };

export interface ConfigInput {
  /** Without the program. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly version: string;
}

/** The input of this process. */
export function processInput(version: string): ConfigInput {
  return { args: process.argv.slice(2), env: process.env, cwd: process.cwd(), version };
}

export function readConfig(input: ConfigInput): ConfigOutcome {
  try {
    return { kind: 'config', config: resolveConfig(input) };
  } catch (error) {
    if (error instanceof Exit) return { kind: 'exit', code: error.code, text: error.message };
    throw error;
  }
}

/** A table of all keys for the documentation. */
export function renderConfigTable(): string {
  const rows = Object.entries(KEYS).map(([name, { shown, fallback, description, ...key }]: [string, Key<unknown>]) => {
    const envName = key.env ?? environmentName(name);
    return `| \`${flag(name)}\` | \`${envName}\` | \`${name}\` | ${shown ?? `\`${String(fallback)}\``} | ${description} |`;
  });
  return ['| flag | environment | in the file | default | |', '| --- | --- | --- | --- | --- |', ...rows, ''].join(
    '\n',
  );
}

class Exit extends Error {
  constructor(
    readonly code: 0 | 2,
    message: string,
  ) {
    super(message);
  }
}

function resolveConfig({ args, env, cwd, version }: ConfigInput): Config {
  const flags = readFlags(args, version);
  const configPath = flags['config'] ?? env['COORDINATION_POOL_CONFIG'];
  const file = configPath === undefined || configPath === '' ? null : readFile(resolve(cwd, configPath));
  const origin = new Map<string, string>();
  const values = Object.entries(KEYS).map(([name, key]: [string, Key<unknown>]) => {
    const envName = key.env ?? environmentName(name);
    const found = [
      { value: flags[name], source: 'the command line', folder: cwd },
      // An empty variable is how many tools say "not set".
      { value: env[envName] === '' ? undefined : env[envName], source: `the environment (${envName})`, folder: cwd },
      { value: file?.values[name], source: file?.path ?? '', folder: file === null ? cwd : dirname(file.path) },
    ].find(({ value }) => value !== undefined) ?? { value: undefined, source: 'the defaults', folder: cwd };
    origin.set(name, found.source);
    const value = found.value === undefined ? key.fallback : parse(name, key, found.value, found.source);
    if (key.isPath !== true || typeof value !== 'string') return [name, value];
    const absolute = resolve(found.folder, value);
    if (key.exists === true && !existsSync(absolute))
      throw new Exit(2, `${flag(name)}, from ${found.source}, names ${absolute}, which is not there`);
    return [name, absolute];
  });
  const config = Object.freeze({ ...(Object.fromEntries(values) as Omit<Config, 'environment'>), environment: env });
  checkRelations(config, (name) => origin.get(name) ?? '');
  return config;
}

function checkRelations(config: Config, originOf: (name: Name) => string): void {
  const wrong = (name: Name, problem: string): Exit => new Exit(2, `${flag(name)}, from ${originOf(name)}, ${problem}`);
  if (config.size > config.maxSize)
    throw wrong('size', `must be at most --max-size, which is ${config.maxSize}, not ${config.size}`);
  if (config.backoffBaseMs > config.backoffCapMs) {
    throw wrong(
      'backoffBaseMs',
      `must be at most --backoff-cap-ms, which is ${config.backoffCapMs}, not ${config.backoffBaseMs}`,
    );
  }
  if (!isLoopback(config.host) && config.apiKeysFile === null) {
    throw wrong('host', `is ${config.host}, which others can reach: that needs --api-keys-file`);
  }
  if (config.handlers !== null && config.agentCommand !== null) {
    throw wrong('agentCommand', 'runs another program than the agent host, so it excludes --handlers');
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function parse(name: string, { schema }: Key<unknown>, value: unknown, source: string): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problem = result.error.issues[0]?.message ?? 'is not valid';
  throw new Exit(2, `${flag(name)}, from ${source}, ${problem}, not ${JSON.stringify(value)}`);
}

function readFlags(args: readonly string[], version: string): Readonly<Record<string, string | undefined>> {
  let output = '';
  const write = (more: string): void => {
    output += more;
  };
  const command = new Command('coordination-pool')
    .description('A GraphQL server that coordinates a pool of background agents.')
    .version(version, '--version', 'Print the version')
    .helpOption('--help', 'Print this help')
    .addOption(
      new Option(
        '--config <file>',
        'JSON file with any of the other keys, named as maxSize [COORDINATION_POOL_CONFIG]',
      ),
    )
    .allowExcessArguments(false)
    .configureOutput({ writeOut: write, writeErr: write })
    .exitOverride();
  for (const [name, key] of Object.entries(KEYS) as [string, Key<unknown>][]) {
    const shown = (key.shown ?? String(key.fallback)).replaceAll('`', '');
    const description = `${key.description.replaceAll('`', '')} (default: ${shown}) [${key.env ?? environmentName(name)}]`;
    command.addOption(new Option(`${flag(name)} <${key.value}>`, description));
  }
  try {
    return command.parse(args, { from: 'user' }).opts<Record<string, string | undefined>>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const code = error.exitCode === 0 ? 0 : 2;
    throw new Exit(code, (code === 0 ? output : error.message.replace(/^error: /, '')).trimEnd());
  }
}

function readFile(path: string): { readonly path: string; readonly values: Readonly<Record<string, unknown>> } {
  let values: unknown;
  try {
    values = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Exit(2, `--config: ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    throw new Exit(2, `--config: ${path} must hold a JSON object`);
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(KEYS, name));
  if (unknown !== undefined)
    throw new Exit(2, `${unknown}, from ${path}, is no key of the configuration; keys are written as maxSize`);
  return { path, values: values as Readonly<Record<string, unknown>> };
}

/** `maxSize` is `--max-size`. */
function flag(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `maxSize` is COORDINATION_POOL_MAX_SIZE. */
function environmentName(name: string): string {
  return `COORDINATION_POOL_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
