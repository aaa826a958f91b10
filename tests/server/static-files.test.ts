import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createStaticFiles } from '../../src/server/static-files.js';

const SCRIPT = `console.log(${JSON.stringify('pool '.repeat(1_000))});\n`;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

describe('static files', () => {
  const root = mkdtempSync(join(tmpdir(), 'static-files-'));
  const directory = join(root, 'console');
  let server: Server;

  beforeAll(async () => {
    mkdirSync(join(directory, 'assets'), { recursive: true });
    writeFileSync(join(root, 'secret.txt'), 'outside');
    writeFileSync(
      join(directory, 'index.html'),
      '<!doctype html><title>console</title><script src="./assets/x.js"></script>',
    );
    writeFileSync(join(directory, 'graphiql.html'), '<!doctype html><title>graphiql</title>');
    writeFileSync(join(directory, 'assets', 'main-Ab3_d-9Z.js'), SCRIPT);
    writeFileSync(join(directory, 'assets', 'plain.css'), 'body{}');
    writeFileSync(join(directory, 'assets', 'data.unknown'), 'x');
    writeFileSync(join(directory, '.stamp'), 'x');
    const files = createStaticFiles(directory);
    server = createServer((incoming, outgoing) => {
      const pathname = (incoming.url ?? '').split('?')[0] ?? '';
      void files.handle(incoming, outgoing, pathname).then((handled) => {
        if (!handled) outgoing.writeHead(418).end('not handled');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(root, { recursive: true });
  });

  /** `node:http`, since `fetch` would tidy up the paths that matter here. */
  function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      const outgoing = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
        );
      });
      outgoing.on('error', reject).end();
    });
  }

  it('serves the console at / and never lets it be kept unasked', async () => {
    const { status, headers, body } = await ask('/');
    expect(status).toBe(200);
    expect(body.toString()).toContain('console');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('no-cache');
  });

  it('serves a page without its ending, and leads there from the address with a slash', async () => {
    expect((await ask('/graphiql')).body.toString()).toContain('graphiql');
    const { status, headers } = await ask('/graphiql/?tab=2');
    expect(status).toBe(308);
    expect(headers.location).toBe('../graphiql?tab=2');
  });

  it.each(['/tasks', '/isolation'])('serves the console at %s, where its scripts are found beside it', async (path) => {
    const { status, headers, body } = await ask(`${path}?status=FAILED`);
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toContain("trusted-types 'none'");
    expect(body.toString()).toContain('"./assets/x.js"');
  });

  it('serves the console at the address of a task, where its scripts are found a folder above', async () => {
    const { status, headers, body } = await ask('/tasks/task_1');
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toContain("trusted-types 'none'");
    expect(headers.etag).not.toBe((await ask('/')).headers.etag);
    expect(body.toString()).toContain('"../assets/x.js"');
  });

  it.each([
    ['/tasks/?q=x', '../tasks?q=x'],
    ['/isolation/', '../isolation'],
    ['/tasks/task_1/', '../task_1'],
  ])('leads from %s to the address without a slash', async (path, location) => {
    const answer = await ask(path);
    expect(answer.status).toBe(308);
    expect(answer.headers.location).toBe(location);
  });

  it('lets hashed assets be kept for a year, and only those', async () => {
    const hashed = await ask('/assets/main-Ab3_d-9Z.js');
    expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(hashed.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect((await ask('/assets/plain.css')).headers['cache-control']).toBe('no-cache');
  });

  it('calls what it does not know bytes', async () => {
    const { headers } = await ask('/assets/data.unknown');
    expect(headers['content-type']).toBe('application/octet-stream');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..\\..\\x',
  ])('finds nothing at %s', async (path) => {
    expect((await ask(path)).status).toBe(418);
  });

  it.each([
    '/index.html',
    '/graphiql.html',
    '/assets',
    '/assets/',
    '//',
    '/nothing',
    '/.stamp',
    '/__proto__',
    '/tasks/a/b',
    '/tasks//',
    '/isolation/x',
  ])('leaves %s to others', async (path) => {
    expect((await ask(path)).status).toBe(418);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('leaves %s to others', async (method) => {
    expect((await ask('/', {}, method)).status).toBe(418);
  });

  it('answers HEAD as GET, without the body', async () => {
    const got = await ask('/assets/main-Ab3_d-9Z.js');
    const head = await ask('/assets/main-Ab3_d-9Z.js', {}, 'HEAD');
    expect(head.status).toBe(200);
    expect(head.body.length).toBe(0);
    expect(head.headers['content-length']).toBe(String(got.body.length));
    expect(head.headers.etag).toBe(got.headers.etag);
  });

  it.each([
    ['br', 'gzip, deflate, br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['gzip', 'br;q=0, GZIP;q=0.5', gunzipSync],
    ['br', '*', brotliDecompressSync],
  ] as const)('compresses as %s for "%s"', async (encoding, accepted, decompress) => {
    const { headers, body } = await ask('/assets/main-Ab3_d-9Z.js', { 'accept-encoding': accepted });
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers.vary).toBe('accept-encoding');
    expect(headers['content-length']).toBe(String(body.length));
    expect(decompress(body).toString()).toBe(SCRIPT);
  });

  it.each(['identity', 'br;q=0', '*;q=0', 'zstd', 'gzip;q=x'])('sends it as it is for "%s"', async (accepted) => {
    const { headers, body } = await ask('/assets/main-Ab3_d-9Z.js', { 'accept-encoding': accepted });
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.toString()).toBe(SCRIPT);
  });

  it('does not compress what is too small to gain by it', async () => {
    expect((await ask('/', { 'accept-encoding': 'br' })).headers['content-encoding']).toBeUndefined();
  });

  it('answers 304 to whoever has it already, in that encoding', async () => {
    const path = '/assets/main-Ab3_d-9Z.js';
    const plain = (await ask(path)).headers.etag ?? '';
    const brotli = (await ask(path, { 'accept-encoding': 'br' })).headers.etag ?? '';
    expect(brotli).not.toBe(plain);

    const unchanged = await ask(path, { 'if-none-match': `"other", W/${plain}` });
    expect(unchanged.status).toBe(304);
    expect(unchanged.body.length).toBe(0);
    expect(unchanged.headers.etag).toBe(plain);
    expect((await ask(path, { 'if-none-match': '*' })).status).toBe(304);
    expect((await ask(path, { 'if-none-match': plain, 'accept-encoding': 'br' })).status).toBe(200);
    expect((await ask(path, { 'if-none-match': brotli, 'accept-encoding': 'br' })).status).toBe(304);
  });

  it('allows no outside origin, no frame and no inline script anywhere', async () => {
    for (const path of ['/', '/graphiql', '/graphiql/', '/assets/main-Ab3_d-9Z.js']) {
      const { headers } = await ask(path);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src|unsafe-eval|https?:|\*/);
      expect(headers['referrer-policy']).toBe('no-referrer');
    }
    expect((await ask('/')).headers['content-security-policy']).not.toContain('unsafe-inline');
  });

  it('answers many first requests for one file with the same bytes', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ask('/assets/main-Ab3_d-9Z.js', { 'accept-encoding': 'br' })),
    );
    expect(new Set(answers.map(({ body }) => body.toString('base64'))).size).toBe(1);
  });

  it('has no files where the console is not built', () => {
    expect(() => createStaticFiles(join(root, 'missing'))).not.toThrow();
  });
});
