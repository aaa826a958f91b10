import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, createReadStream, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

export interface WebPage {
  /** Where it is served, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/**
 * Builds the front end in `folder` with Vite and serves it from an origin of its own. With the React for development, which draws
 * everything in StrictMode twice and says what is wrong. It is built from a copy that has the pool among its packages, as whoever
 * copies an example would have it.
 */
export async function serveFrontEnd(folder: string): Promise<WebPage> {
  // Below the root, where the other packages are found.
  mkdirSync('.cache', { recursive: true });
  const copy = mkdtempSync(resolve('.cache/front-end-'));
  cpSync(folder, copy, { recursive: true });
  mkdirSync(join(copy, 'node_modules'));
  symlinkSync(resolve('.'), join(copy, 'node_modules/coordination-pool'), 'dir');
  const vite = [resolve('node_modules/vite/bin/vite.js'), 'build', '--mode', 'development', '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, vite, {
    cwd: copy,
    env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'development' },
  });
  const built = join(copy, 'dist');
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = join(built, pathname === '/' ? 'index.html' : pathname);
    if (!existsSync(path)) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
    createReadStream(path).pipe(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      rmSync(copy, { recursive: true });
    },
  };
}
