import { createServer, type IncomingMessage } from 'node:http';
import { listening } from './log-server.js';

/** What becomes of a request: `reset` before it gets anywhere, `limited` by the gateway, done but its answer `lost`, or `passed`. */
export type Fate = 'reset' | 'limited' | 'lost' | 'passed';

export interface RoughGateway {
  readonly url: string;
  /** The bodies of all requests so far. */
  readonly bodies: readonly string[];
  close(): Promise<void>;
}

/** A gateway before the server that lets requests meet these fates, in order, and passes on what comes after. */
export async function openGateway(target: string, fates: readonly Fate[]): Promise<RoughGateway> {
  const bodies: string[] = [];
  const gateway = createServer((request, response) => {
    void (async () => {
      const body = await textOf(request);
      const fate = fates[bodies.length] ?? 'passed';
      bodies.push(body);
      if (fate === 'reset') {
        request.socket.resetAndDestroy();
        return;
      }
      const answer = fate === 'limited' ? LIMITED : await passOn(`${target}${request.url ?? ''}`, body);
      if (fate === 'lost') request.socket.resetAndDestroy();
      else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.text);
    })();
  });
  const url = await listening(gateway);
  return {
    url,
    bodies,
    async close() {
      gateway.closeAllConnections();
      await new Promise((resolve) => gateway.close(resolve));
    },
  };
}

const LIMITED = {
  status: 429,
  text: JSON.stringify({
    errors: [{ message: 'slower', extensions: { code: 'RATE_LIMITED', retryable: true, retryAfterMs: 200 } }],
  }),
};

async function passOn(url: string, body: string): Promise<{ status: number; text: string }> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return { status: response.status, text: await response.text() };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string;
  return text;
}
