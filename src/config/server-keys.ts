import { existing, key, listOfOne, oneOf, origins, path, text, whole } from './key.js';

/** Those with a public key: a secret that the issuer shares with us would let us make tokens ourselves. */
const JWT_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;

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
    'Turns authentication on: API keys by their hashes, as `coordination-pool keys create` writes them; read anew when it changes',
    { ...existing, shown: 'none' },
  ),
  jwtJwks: key<string | null>(
    text,
    null,
    'address',
    'Turns authentication on, beside API keys or without: public keys of the issuer of JSON Web Tokens, an https address or a file',
    { shown: 'none' },
  ),
  jwtIssuer: key<string | null>(text, null, 'text', 'What a token must have as `iss`', { shown: 'none' }),
  jwtAudience: key<string | null>(text, null, 'text', 'What a token must have in `aud`', { shown: 'none' }),
  jwtAlgorithms: key<readonly string[]>(
    listOfOne(...JWT_ALGORITHMS),
    ['RS256', 'ES256', 'EdDSA'],
    'names',
    'Signatures that are taken, separated by commas',
    { shown: 'RS256,ES256,EdDSA' },
  ),
  jwtRolesClaim: key(text, 'roles', 'name', 'Claim with the roles of the bearer: a list, or names with spaces between'),
  jwtPoolsClaim: key(text, 'pools', 'name', 'Claim with the pools of the bearer; without it he is for all'),
  allowedOrigins: key<readonly string[]>(
    origins,
    [],
    'origins',
    'Further origins whose pages may call, and whose host names the server answers to; separated by commas',
    { shown: "the server's own" },
  ),
  trustedDocuments: key<string | null>(
    text,
    null,
    'file',
    "JSON with the only GraphQL documents that are carried out, beside those of the server's own pages, client and commands; closes introspection",
    { ...existing, shown: 'none' },
  ),
  hstsSeconds: key(
    whole(0, 63_072_000),
    0,
    'seconds',
    'For `Strict-Transport-Security`, only where every way to the server is TLS; 0: the header is not sent',
  ),
  introspection: key(
    oneOf('open', 'closed'),
    'open',
    'state',
    '`open`: whoever is let in may ask for the schema; `closed`: nobody, errors suggest no names, and GraphiQL is not served',
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
