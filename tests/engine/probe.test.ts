import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { machineClock } from '../../src/engine/clock.js';
import { Probe } from '../../src/engine/probe.js';

describe('a probe', () => {
  const servers: Server[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  const serve = async (answer: RequestListener): Promise<string> => {
    const server = createServer(answer).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  };
  /** The first verdict, which takes two checks that agree. */
  const verdict = (url: string, timeoutMs = 5_000): Promise<readonly [status: string, reason: string]> =>
    new Promise((resolve) => {
      const probe = new Probe({ name: 'd', url, intervalMs: 1, timeoutMs }, machineClock, (status, reason) => {
        probe.close();
        resolve([status, reason]);
      });
      probe.check();
    });

  it('does not follow where it is led', async () => {
    let visits = 0;
    const inside = await serve((_request, response) => {
      visits += 1;
      response.end('secret');
    });
    const outside = await serve((_request, response) =>
      response.writeHead(302, { location: `http://${inside}/` }).end(),
    );
    expect(await verdict(`http://${outside}/health`)).toEqual(['DOWN', 'HTTP 302']);
    expect(visits).toBe(0);
  });

  it('reads no more of an answer than some, however long it is', async () => {
    let [sent, ended] = [0, 0];
    const chunk = Buffer.alloc(65_536);
    const endless = await serve((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      };
      response.on('drain', more).on('close', () => (ended += 1));
      more();
    });
    await verdict(`http://${endless}/health`);
    expect(ended).toBeGreaterThanOrEqual(1);
    // What fits into the buffers of two connections.
    expect(sent).toBeLessThan(64 * 1_024 * 1_024);
  });

  it('does not wait for an answer that does not come, or does not end', async () => {
    const silent = await serve(() => undefined);
    expect(await verdict(`http://${silent}/`, 50)).toEqual(['DOWN', 'no answer within 50 ms']);
    const slow = await serve((_request, response) => response.write('a'));
    // What it has said by then is enough.
    expect(await verdict(`http://${slow}/`, 50)).toEqual(['UP', '2 good checks in a row']);
  });

  it('sends the credentials of its address, and tells them to nobody', async () => {
    const seen: unknown[] = [];
    const guarded = await serve(({ headers, url }, response) => {
      seen.push([headers.authorization, url]);
      response.writeHead(headers.authorization === undefined ? 401 : 500).end();
    });
    const [, reason] = await verdict(`http://probe:sword%40fish@${guarded}/health`);
    expect(seen[0]).toEqual([`Basic ${Buffer.from('probe:sword@fish').toString('base64')}`, '/health']);
    expect(reason).toBe('HTTP 500');
    const [, refused] = await verdict('http://probe:swordfish@127.0.0.1:1/health');
    expect(refused).toBe('ECONNREFUSED');
  });
});
