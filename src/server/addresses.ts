import type { AddressInfo } from 'node:net';

/** Where the server can be reached, by what is there. */
export type Addresses = Readonly<
  Record<'console' | 'graphiql' | 'graphql' | 'webSocket' | 'mcp' | 'metrics' | 'livez' | 'readyz', string>
>;

/** `host` is the one to listen on; a wildcard is reached by the loopback name. */
export function addressesOf(host: string, { port }: AddressInfo): Addresses {
  const name =
    host === '0.0.0.0' || host === '::'
      ? 'localhost'
      : host.includes(':') && !host.startsWith('[')
        ? `[${host}]`
        : host;
  const origin = `//${name}:${port}`;
  return {
    console: `http:${origin}/`,
    graphiql: `http:${origin}/graphiql`,
    graphql: `http:${origin}/graphql`,
    webSocket: `ws:${origin}/graphql`,
    mcp: `http:${origin}/mcp`,
    metrics: `http:${origin}/metrics`,
    livez: `http:${origin}/livez`,
    readyz: `http:${origin}/readyz`,
  };
}

/** For a terminal. */
export function addressBlock(title: string, addresses: Addresses): string {
  const lines = [
    ['Console', addresses.console],
    ['GraphiQL', addresses.graphiql],
    ['GraphQL', `${addresses.graphql}  (queries, mutations; subscriptions with Accept: text/event-stream)`],
    ['', `${addresses.webSocket}  (all of them, graphql-transport-ws)`],
    ['MCP', `${addresses.mcp}  (tools for LLM agents, streamable HTTP)`],
    ['Metrics', addresses.metrics],
    ['Health', `${addresses.livez}  ${addresses.readyz}`],
  ] as const;
  return [
    '',
    title,
    '',
    ...lines.map(([name, address]) => `  ${name.padEnd(10)}${address}`),
    '',
    'Ctrl-C stops it.',
    '',
  ].join('\n');
}
