/** Where the server's addresses are, as seen from a page of it. All absolute. */
export interface Endpoints {
  readonly http: string;
  /** The same address for WebSocket: `ws:` or, where the page came over TLS, `wss:`. */
  readonly webSocket: string;
  readonly ready: string;
}

/**
 * Works them out from the page's own address, so that they stay right behind any path prefix: `/graphiql` and `/`
 * lead to `/graphql`, `/tools/pool/graphiql` to `/tools/pool/graphql`. Slashes that a proxy doubled become one.
 */
export function endpoints(page: string): Endpoints {
  const url = new URL(page);
  const folder = url.pathname.replace(/\/{2,}/g, '/').replace(/[^/]*$/, '');
  const scheme = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return {
    http: `${url.protocol}//${url.host}${folder}graphql`,
    webSocket: `${scheme}//${url.host}${folder}graphql`,
    ready: `${url.protocol}//${url.host}${folder}readyz`,
  };
}
