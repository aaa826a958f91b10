import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/**
 * A proxy that puts a server behind a path prefix, the way a gateway does: it takes the prefix off, and passes requests
 * and WebSockets on. Answers 404 to anything without the prefix, so that an absolute address in a page is found out.
 */
export async function startPrefixProxy(target: string, prefix: string) {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();

  const proxy = createServer((incoming, outgoing) => {
    const path = withoutPrefix(incoming.url);
    if (path === undefined) {
      outgoing.writeHead(404).end();
      return;
    }
    const headers = { ...incoming.headers, host: `${hostname}:${port}` };
    const passed = request({ hostname, port, path, method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });

  proxy.on('upgrade', (incoming, client: Socket, head: Buffer) => {
    const path = withoutPrefix(incoming.url);
    if (path === undefined) {
      client.destroy();
      return;
    }
    const server = connect(Number(port), hostname, () => {
      const lines = [`${incoming.method ?? 'GET'} ${path} HTTP/1.1`];
      for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
        lines.push(`${incoming.rawHeaders[at] ?? ''}: ${incoming.rawHeaders[at + 1] ?? ''}`);
      }
      server.write(`${lines.join('\r\n')}\r\n\r\n`);
      server.write(head);
      server.pipe(client).pipe(server);
    });
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => [client, server].forEach((one) => one.destroy()));
    }
  });

  function withoutPrefix(url: string | undefined): string | undefined {
    return url?.startsWith(`${prefix}/`) === true ? url.slice(prefix.length) : undefined;
  }

  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const origin = `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;
  return {
    origin,
    url: origin + prefix,
    async stop() {
      for (const socket of sockets) socket.destroy();
      proxy.closeAllConnections();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
