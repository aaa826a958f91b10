import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a client asked for, as it came. */
export interface Ask {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string; readonly tool_call_id?: string }[];
  readonly tools: readonly { readonly function: { readonly name: string } }[];
  readonly max_tokens: number;
  readonly stream: boolean;
  readonly stream_options: { readonly include_usage: boolean };
}

type Usage = readonly [promptTokens: number, completionTokens: number] | null;

export type Reply =
  /** `then`: what follows the text. `hold` says nothing more, `cut` drops the connection. */
  | {
      readonly say: readonly string[];
      readonly usage?: Usage;
      readonly finish?: string;
      readonly then?: 'hold' | 'cut';
    }
  /** Names with arguments as JSON, or as whatever text. */
  | { readonly call: readonly (readonly [name: string, args: unknown])[]; readonly usage?: Usage }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly error?: object };

/** Small enough that every argument is spread over several events. */
const ARGUMENT_PIECE = 5;

/** A server that speaks OpenAI's chat completions, streamed, and says what a test has it say. */
export class ChatProvider {
  readonly asks: Ask[] = [];
  readonly authorizations: (string | undefined)[] = [];
  readonly #server: Server;
  #script: (ask: Ask) => Reply | Promise<Reply> = () => ({ say: ['nothing to say'] });
  #calls = 0;
  #goneWaiters: (() => void)[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<ChatProvider> {
    const provider = new ChatProvider();
    provider.#server.listen(0, '127.0.0.1');
    await once(provider.#server, 'listening');
    return provider;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  /** Either one reply after the other, or whatever the function says. What was asked before is forgotten. */
  script(replies: readonly Reply[] | ((ask: Ask) => Reply | Promise<Reply>)): void {
    this.asks.length = 0;
    if (typeof replies === 'function') this.#script = replies;
    else {
      const left = [...replies];
      this.#script = () => left.shift() ?? { status: 500, error: { message: 'the script is over' } };
    }
  }

  /** Resolves when a client that was being answered goes away before the end. */
  clientGone(): Promise<void> {
    return new Promise((resolve) => this.#goneWaiters.push(resolve));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
      response.writeHead(404).end();
      return;
    }
    const ask = JSON.parse(text) as Ask;
    this.asks.push(ask);
    this.authorizations.push(request.headers.authorization);
    response.on('close', () => {
      if (response.writableFinished) return;
      for (const gone of this.#goneWaiters.splice(0)) gone();
    });
    const reply = await this.#script(ask);
    if ('status' in reply) {
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
      response.end(JSON.stringify({ error: reply.error ?? { message: 'no' } }));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (event: object): void => {
      const head = { id: 'chat-1', object: 'chat.completion.chunk', created: 0, model: ask.model };
      response.write(`data: ${JSON.stringify({ ...head, ...event })}\n\n`);
    };
    const delta = (part: object): void => send({ choices: [{ index: 0, delta: part, finish_reason: null }] });
    if ('say' in reply) {
      for (const content of reply.say) delta({ role: 'assistant', content });
      if (reply.then === 'cut') response.destroy();
      if (reply.then !== undefined) return;
    } else this.#sendCalls(reply.call, delta);
    const finish = 'say' in reply ? (reply.finish ?? 'stop') : 'tool_calls';
    send({ choices: [{ index: 0, delta: {}, finish_reason: finish }] });
    if (reply.usage !== null) {
      const [prompt_tokens, completion_tokens] = reply.usage ?? [10, 5];
      const usage = { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
      send({ choices: [], usage });
    }
    response.end('data: [DONE]\n\n');
  }

  #sendCalls(calls: readonly (readonly [string, unknown])[], delta: (part: object) => void): void {
    for (const [index, [name, args]] of calls.entries()) {
      this.#calls += 1;
      const head = { index, id: `call-${this.#calls}`, type: 'function', function: { name, arguments: '' } };
      delta({ tool_calls: [head] });
      const json = typeof args === 'string' ? args : JSON.stringify(args);
      for (let from = 0; from < json.length; from += ARGUMENT_PIECE) {
        delta({ tool_calls: [{ index, function: { arguments: json.slice(from, from + ARGUMENT_PIECE) } }] });
      }
    }
  }
}
