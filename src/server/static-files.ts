import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, relative, sep } from 'node:path';
import { SECURITY_HEADERS } from './answer.js';
import { chooseEncoding, compress, type Encoding } from './content-encoding.js';
import { contentTypeOf } from './content-type.js';
import { consoleAddress } from './console-addresses.js';
import { pagePolicies, policyOf } from './page-policy.js';

/** The console's files over HTTP. Sees one request at a time, before or after whatever else the server serves. */
export interface StaticFiles {
  /**
   * Answers if there is such a file and the method is GET or HEAD, and says whether it did. On `false` nothing was
   * written. `pathname` is the path of the request as sent, without its query. Rejects only where compressing fails.
   */
  handle(request: IncomingMessage, response: ServerResponse, pathname: string): Promise<boolean>;
}

interface File {
  readonly contentType: string;
  readonly cacheControl: string;
  readonly policy: string;
  readonly body: Buffer;
  /** Of the file's content; unquoted, without the encoding. */
  readonly hash: string;
  /** Made at the first request that wants it, then kept. */
  readonly encoded: Map<Encoding, Promise<Buffer>>;
}

/**
 * Reads all of `directory` now, some six megabytes for the console. Afterwards no request touches the disk, so there is
 * no path to traverse, and a build that replaces the files under a running server cannot give it a page of one build
 * with the scripts of another. A directory that is not there (console not built) is one without files.
 *
 * `/` is `index.html`, `/name` is `name.html`, and `/name/` leads to `/name`. The addresses of the console's views are
 * `index.html` too. What is named in `without` is not there.
 */
export function createStaticFiles(directory: string, without: readonly string[] = []): StaticFiles {
  const files = new Map<string, File>();
  const redirects = new Map<string, string>();
  for (const name of listFiles(directory)) {
    if (without.includes(name)) continue;
    const path = pathOf(name);
    files.set(path, readFile(join(directory, name), name));
    // Relative, so that it stays right behind a proxy's path prefix.
    if (name.endsWith('.html') && path !== '/') redirects.set(`${path}/`, `..${path.slice(path.lastIndexOf('/'))}`);
  }
  const index = files.get('/');
  const indexBelow = index === undefined ? undefined : oneFolderBelow(index);
  const viewAt = (pathname: string): File | string | undefined => {
    const address = index === undefined ? null : consoleAddress(pathname);
    if (address === null) return undefined;
    if (address.redirect !== null) return address.redirect;
    return address.depth === 0 ? index : indexBelow;
  };
  return {
    async handle(request, response, pathname) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false;
      const file = redirects.get(pathname) ?? files.get(pathname) ?? viewAt(pathname);
      if (file === undefined) return false;
      if (typeof file === 'string') {
        redirect(response, file + queryOf(request));
        return true;
      }
      await send(request, response, file);
      return true;
    },
  };
}

/** The names of all files below `directory`, with `/` between folders. What begins with a dot (a build's stamp) stays private. */
function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .filter((name) => !/(^|\/)\./.test(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function pathOf(name: string): string {
  if (name === 'index.html') return '/';
  return `/${name.replace(/\.html$/, '')}`;
}

function readFile(path: string, name: string): File {
  return fileOf({
    contentType: contentTypeOf(name),
    // Vite puts a hash of the content into the name of everything under assets/: such a name never changes its content.
    cacheControl: /^assets\/.*-[\w-]{8}\.\w+$/.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
    policy: policyOf(name, pagePolicies),
    body: readFileSync(path),
  });
}

function fileOf(file: Omit<File, 'hash' | 'encoded'>): File {
  const hash = createHash('sha256').update(file.body).digest('base64url').slice(0, 22);
  return { ...file, hash, encoded: new Map() };
}

/**
 * The page as it has to be at `/name/...`, where `./assets` would be another folder. A `<base>` could say so too, but the
 * pages' policy forbids one: whoever could write it would choose where the scripts come from.
 */
function oneFolderBelow(page: File): File {
  return fileOf({ ...page, body: Buffer.from(page.body.toString().replaceAll('="./', '="../')) });
}

async function send(request: IncomingMessage, response: ServerResponse, file: File): Promise<void> {
  const encoding = chooseEncoding(request.headers['accept-encoding'], file.contentType, file.body.length);
  // Two encodings of a file are two representations, and RFC 9110 wants two entity tags.
  const etag = encoding === undefined ? `"${file.hash}"` : `"${file.hash}-${encoding}"`;
  setSecurityHeaders(response, file.policy);
  response.setHeader('cache-control', file.cacheControl);
  response.setHeader('etag', etag);
  response.setHeader('vary', 'accept-encoding');
  if (matches(request.headers['if-none-match'], etag)) {
    response.writeHead(304).end();
    return;
  }
  const body = encoding === undefined ? file.body : await encode(file, encoding);
  if (encoding !== undefined) response.setHeader('content-encoding', encoding);
  response.setHeader('content-type', file.contentType);
  response.setHeader('content-length', body.length);
  response.writeHead(200);
  if (request.method === 'HEAD') response.end();
  else response.end(body);
}

/** Compressed once, however many ask at the same time. A failure is not kept. */
function encode(file: File, encoding: Encoding): Promise<Buffer> {
  const known = file.encoded.get(encoding);
  if (known !== undefined) return known;
  const made = compress(file.body, encoding);
  file.encoded.set(encoding, made);
  made.catch(() => file.encoded.delete(encoding));
  return made;
}

function redirect(response: ServerResponse, location: string): void {
  setSecurityHeaders(response, policyOf('', pagePolicies));
  response.writeHead(308, { location, 'content-length': 0, 'cache-control': 'no-cache' }).end();
}

function setSecurityHeaders(response: ServerResponse, policy: string): void {
  for (const [name, value] of Object.entries({ ...SECURITY_HEADERS, 'content-security-policy': policy }))
    response.setHeader(name, value);
}

/** Whether one of the tags of an `If-None-Match` header is `etag`, weak or strong (RFC 9110, 13.1.2). */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === etag || tag === '*');
}

function queryOf(request: IncomingMessage): string {
  const url = request.url ?? '';
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start);
}
