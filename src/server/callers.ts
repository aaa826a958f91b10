import type { IncomingHttpHeaders } from 'node:http';

/** Of an `IncomingMessage`. */
export interface CallerRequest {
  readonly headers: Pick<IncomingHttpHeaders, 'host' | 'origin'>;
  readonly socket: { readonly localAddress?: string | undefined };
}

/**
 * Which host names and origins may be used to reach the server. A page of somebody else that got a name of its own to
 * lead here (DNS rebinding) sends that name as Host; one that simply calls (cross-site) sends its own Origin, and for
 * WebSockets nothing but the server stops it.
 */
export interface Callers {
  /** Null, or why the request is refused: FORBIDDEN. */
  refusalOf(request: CallerRequest): string | null;
  /** The request's origin if it is another than the server's own, and so needs CORS headers in the answer. */
  crossOrigin(request: CallerRequest): string | null;
}

export function createCallers(host: string, allowedOrigins: readonly string[]): Callers {
  const origins = new Set(allowedOrigins);
  const names = new Set([
    withoutBrackets(host),
    ...allowedOrigins.map((origin) => withoutBrackets(new URL(origin).hostname)),
  ]);

  const isOwnHost = (header: string | undefined, request: CallerRequest): boolean => {
    const name = nameOf(header);
    if (name === null) return false;
    // An address is no name that could be rebound; that of this very connection is ours where we listen on all.
    return names.has(name) || isLoopbackName(name) || name === addressOf(request);
  };

  const isAllowed = (origin: string, request: CallerRequest): boolean => {
    if (origins.has(origin)) return true;
    const url = URL.parse(origin);
    if (url === null || !/^https?:$/.test(url.protocol)) return false;
    return isLoopbackName(withoutBrackets(url.hostname)) || url.host === request.headers.host?.toLowerCase();
  };

  return {
    refusalOf(request) {
      const { host: header, origin } = request.headers;
      if (!isOwnHost(header, request))
        return `The server does not answer to the host ${JSON.stringify(header ?? '')}; see --allowed-origins.`;
      if (origin !== undefined && !isAllowed(origin, request))
        return `The origin ${JSON.stringify(origin)} may not call; see --allowed-origins.`;
      return null;
    },
    crossOrigin(request) {
      const { host: header, origin } = request.headers;
      return origin === undefined || URL.parse(origin)?.host === header?.toLowerCase() ? null : origin;
    },
  };
}

/** The name in a Host header, without the port. */
function nameOf(header: string | undefined): string | null {
  if (header === undefined) return null;
  const name = /^(\[[0-9a-f:.]+\]|[^:/?#@\s]+)(?::\d{1,5})?$/i.exec(header)?.[1]?.toLowerCase();
  return name === undefined ? null : withoutBrackets(name).replace(/\.$/, '');
}

function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}

/** IPv4 within IPv6, as a socket that listens on both reports it, is IPv4. */
function addressOf(request: CallerRequest): string | undefined {
  return request.socket.localAddress?.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
}

function withoutBrackets(name: string): string {
  return name.toLowerCase().replace(/^\[(.*)\]$/, '$1');
}
