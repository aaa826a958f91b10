import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import WebSocket from 'ws';

export interface Operation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly documentId?: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface Result {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
}

/** Sends the operation and gives the first result. */
export type Transport = (url: string, operation: Operation) => Promise<Result>;

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Without what `fetch` does by itself: any header can be set, Host and Origin as well. */
export async function http(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<HttpAnswer> {
  const { method = 'GET', headers = {}, body } = options;
  const sent = request(url, { method, headers, agent: false });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  sent.end(body);
  const [response] = await answered;
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}

export function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<HttpAnswer> {
  return http(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

export const overHttp: Transport = async (url, operation) => JSON.parse((await post(url, operation)).text) as Result;

export const overStream: Transport = async (url, operation) => {
  const { status, text } = await post(url, operation, { accept: 'text/event-stream' });
  if (status !== 200) throw new Error(`HTTP ${String(status)}: ${text}`);
  const data = /^event: next\ndata: (.*)$/m.exec(text)?.[1];
  if (data === undefined) throw new Error(`no result in ${text}`);
  return JSON.parse(data) as Result;
};

export const overSocket: Transport = async (url, operation) => {
  const socket = await TestSocket.open(url);
  await socket.acknowledge();
  socket.send({ id: '1', type: 'subscribe', payload: operation });
  const { type, payload } = await socket.message(({ id }) => id === '1');
  socket.close();
  return (type === 'error' ? { errors: payload } : payload) as Result;
};

export interface Message {
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

/** A WebSocket that knows no protocol, so that it can break every one. */
export class TestSocket {
  readonly socket: WebSocket;
  /** Code and reason. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #messages: Message[] = [];
  #wake: () => void = () => undefined;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.#wake();
      });
    });
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      this.#messages.push(JSON.parse(data.toString()) as Message);
      this.#wake();
    });
  }

  static async open(
    url: string,
    options: WebSocket.ClientOptions = {},
    protocol = 'graphql-transport-ws',
  ): Promise<TestSocket> {
    const socket = new TestSocket(new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, protocol, options));
    await once(socket.socket, 'open');
    return socket;
  }

  async acknowledge(payload?: unknown): Promise<void> {
    this.send({ type: 'connection_init', payload });
    await this.message(({ type }) => type === 'connection_ack');
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  /** The first message, come already or to come, that `matches`; it is taken out. Rejects when the socket closes without one. */
  async message(matches: (message: Message) => boolean = () => true): Promise<Message> {
    for (;;) {
      const found = this.#messages.findIndex(matches);
      if (found !== -1) return this.#messages.splice(found, 1)[0]!;
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error('the socket was closed');
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  close(): void {
    this.socket.close();
  }
}
