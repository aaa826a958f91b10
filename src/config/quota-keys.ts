import { key, networks, whole } from './key.js';

const MOST = { shown: '`1000` with authentication, else `20000`' };

/** How much one principal (the name of a credential) or one address may use. What is not set depends on whether there is authentication. */
export const QUOTA_KEYS = {
  rateLimit: key<number | null>(
    whole(0, 1_000_000_000),
    null,
    'units',
    'Units of cost a second for each principal, without authentication for each address (`RATE_LIMITED` beyond); 0 turns it off',
    { shown: '`500000` with authentication, else off' },
  ),
  rateLimitBurst: key<number | null>(
    whole(1, 1_000_000_000),
    null,
    'units',
    'Units that one who has been quiet may use at once',
    { shown: 'twice `--rate-limit`' },
  ),
  maxConnectionsPerAddress: key<number | null>(
    whole(1, 1_000_000),
    null,
    'number',
    'Connections at once of one address, or /64 network of IPv6 (429 beyond)',
    MOST,
  ),
  maxConnectionsPerPrincipal: key<number | null>(
    whole(1, 1_000_000),
    null,
    'number',
    'WebSockets at once of one principal (closed with 1013 beyond)',
    MOST,
  ),
  maxSubscriptionsPerAddress: key<number | null>(
    whole(1, 1_000_000),
    null,
    'number',
    'Subscriptions, streams and calls over MCP at once of one address (`RATE_LIMITED` beyond)',
    MOST,
  ),
  maxSubscriptionsPerPrincipal: key<number | null>(
    whole(1, 1_000_000),
    null,
    'number',
    'Subscriptions, streams and calls over MCP at once of one principal (`RATE_LIMITED` beyond)',
    MOST,
  ),
  trustedProxies: key<readonly string[]>(
    networks,
    [],
    'addresses',
    'Addresses and networks of proxies whose `X-Forwarded-For` is believed; separated by commas',
    { shown: 'none' },
  ),
} as const;
