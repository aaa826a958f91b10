import { createServer, type Server } from 'node:http';
import { listening } from './log-server.js';

/** A span as OTLP has it in JSON. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly events?: readonly { readonly name: string; readonly timeUnixNano: string }[];
  readonly status: { readonly code?: number; readonly message?: string };
}

interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Span['attributes'] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

/** A collector of traces that takes OTLP over HTTP, as JSON, and keeps what it gets. */
export class TraceCollector {
  readonly url: string;
  readonly spans: Span[] = [];
  /** Attributes of those who sent, as JSON. */
  readonly resources = new Set<string>();
  readonly #server: Server;
  #waiting: (() => void)[] = [];

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async start(): Promise<TraceCollector> {
    const server = createServer();
    const collector = new TraceCollector(server, await listening(server));
    server.on('request', (request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      request.on('end', () => {
        if (request.url === '/v1/traces') collector.#take(JSON.parse(text) as Sent);
        response.writeHead(request.url === '/v1/traces' ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
      });
    });
    return collector;
  }

  /** The first span, received already or yet to come, that `matches`. */
  async span(matches: (span: Span) => boolean): Promise<Span> {
    for (;;) {
      const span = this.spans.find(matches);
      if (span !== undefined) return span;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take({ resourceSpans }: Sent): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      this.resources.add(JSON.stringify(attributesOf(resource)));
      this.spans.push(...scopeSpans.flatMap(({ spans }) => spans));
    }
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

export function attributesOf({ attributes }: Pick<Span, 'attributes'>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
