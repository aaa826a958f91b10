import { existing, key, oneOf, origins, path, text, whole } from './key.js';

/** Where the server listens and writes, who may call, and how it ends. */
export const SERVER_KEYS = {
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
  graceMs: key(
    whole(0, 3_600_000),
    10_000,
    'ms',
    'What running PROCESS attempts get to finish when the server is told to stop',
  ),
  watchdogMs: key(
    whole(0, 3_600_000),
    60_000,
    'ms',
    'Ends a server whose event loop has not turned for so long, so that it can be started anew; at least 1000, 0 turns it off',
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
