#!/usr/bin/env node
// @ts-check
import { realpath } from 'node:fs/promises';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { HandlerError } from '../pack/lib/handler-error.mjs';
import { resolveFolder } from '../pack/lib/root.mjs';
import { dependentsOf, filesOf, findComponents, pathDependenciesOf, summaryOf } from './components.mjs';

const HOST = '127.0.0.1';
const CLOSE_GRACE_MS = 2_000;

/** The HTTP status of each refusal; any other error is a bug of ours: 500, without its message. @type {Record<string, number>} */
const STATUS = {
  BAD_PAYLOAD: 400,
  OUTSIDE_ROOT: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  AMBIGUOUS_COMPONENT: 409,
  BAD_HOST: 421,
};

/**
 * Starts the service on the loopback interface. `port` 0 takes any free one. `root` confines what
 * folders may be asked for; they are given relative to it.
 *
 * @param {{ port: number, root: string }} options
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}  `close` lets running answers finish for 2 s.
 */
export async function startDiscoveryService({ port, root }) {
  const realRoot = await realpath(root);
  const server = createServer((request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    answer(request, realRoot, gone.signal).then(
      (body) => send(response, 200, body),
      (error) => sendError(response, error, gone.signal),
    );
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => resolve(undefined));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the service has no address');
  return {
    url: `http://${HOST}:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS).unref();
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {string} root
 * @param {AbortSignal} signal
 */
async function answer(request, root, signal) {
  const url = new URL(request.url ?? '/', `http://${HOST}`);
  // A page in somebody's browser must not get in here by a name of its own (DNS rebinding).
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) {
    throw new HandlerError('BAD_HOST', 'This service answers to loopback names only.');
  }
  if (request.method !== 'GET') throw new HandlerError('METHOD_NOT_ALLOWED', 'This service only answers GET.');
  if (url.pathname === '/health') return { status: 'ok' };

  const asked = /^\/components(?:\/(.+))?$/.exec(url.pathname);
  if (asked === null)
    throw new HandlerError('NOT_FOUND', 'There are /health, /components and /components/<name or path>.');
  const { absolute: folder, path } = await resolveFolder(url.searchParams.get('folder') ?? '.', {
    field: 'folder',
    root,
  });
  const { components, skipped } = await findComponents({ root, folder, signal });
  if (asked[1] === undefined) return { folder: path, components: components.map(summaryOf), skipped };

  const component = pick(components, decode(asked[1]));
  return {
    ...summaryOf(component),
    fileList: await filesOf(root, component),
    dependents: dependentsOf(component, components),
    pathDependencies: pathDependenciesOf(component),
    nested: components.filter((other) => other.path.startsWith(`${component.path}/`)).map((other) => other.path),
  };
}

/**
 * By path, which is unique; else by name, which need not be.
 *
 * @param {readonly import('./components.mjs').Found[]} components
 * @param {string} key
 */
function pick(components, key) {
  const trimmed = key.replace(/^\.\/|\/+$/g, '');
  const byPath = components.find(({ path }) => path === trimmed);
  if (byPath !== undefined) return byPath;
  const [first, ...others] = components.filter(({ name }) => name === key);
  if (first === undefined) throw new HandlerError('NOT_FOUND', `No component has the name or path ${key}.`);
  if (others.length === 0) return first;
  const paths = [first, ...others].map(({ path }) => path);
  throw new HandlerError(
    'AMBIGUOUS_COMPONENT',
    `${paths.length} components are called ${key}, in ${paths.slice(0, 10).join(', ')}: ask by path.`,
  );
}

/** @param {string} segment */
function decode(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new HandlerError('BAD_PAYLOAD', 'The component is not percent-encoded UTF-8.');
  }
}

/** @param {import('node:http').ServerResponse} response @param {unknown} error @param {AbortSignal} gone */
function sendError(response, error, gone) {
  if (gone.aborted) return;
  if (error instanceof HandlerError && STATUS[error.code] !== undefined) {
    send(response, STATUS[error.code] ?? 500, { error: { code: error.code, message: error.message } });
    return;
  }
  console.error(error);
  send(response, 500, { error: { code: 'INTERNAL', message: 'The service failed; its log says why.' } });
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {unknown} body */
function send(response, status, body) {
  const json = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(json),
    'cache-control': 'no-store',
    ...(status === 405 ? { allow: 'GET' } : {}),
  });
  response.end(json);
}

/**
 * The program: `node server.mjs [--port 4100] [--root folder] [--parent]`. With `--parent` it ends when
 * its standard input does, that is, when whoever started it is gone, however that happened.
 */
async function main() {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, root: { type: 'string' }, parent: { type: 'boolean', default: false } },
  });
  const port = Number(values.port ?? process.env['DISCOVERY_PORT'] ?? 4100);
  const root = values.root ?? process.env['DISCOVERY_ROOT'] ?? process.env['AGENT_ROOT'] ?? process.cwd();
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port must be 0 to 65535');

  const service = await startDiscoveryService({ port, root });
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void service.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (values.parent) process.stdin.on('end', stop).on('error', stop).resume();
  console.log(`discovery service listening on ${service.url}`);
}

if (
  process.argv[1] !== undefined &&
  import.meta.url === pathToFileURL(await realpath(process.argv[1]).catch(() => '')).href
) {
  main().catch((error) => {
    console.error(`discovery service: ${error.message}`);
    process.exit(1);
  });
}
