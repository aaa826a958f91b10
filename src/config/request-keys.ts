import { key, whole } from './key.js';

/** How much one request may ask for. */
export const REQUEST_KEYS = {
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
  maxMcpCalls: key(
    whole(1, 10_000),
    256,
    'number',
    'Calls over MCP at once, those that wait for a task among them (`RATE_LIMITED` beyond)',
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
} as const;
