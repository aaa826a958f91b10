// A server as a process of its own, for the programs in tests/faults; in Jest it is server.ts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = new URL('../../', import.meta.url);

/** @param {{ args?: string[], preload?: string, env?: Record<string, string>, dataDir?: string }} options `preload` is a file of this folder. */
export async function startProgram({
  args = [],
  preload,
  env = {},
  dataDir = mkdtempSync(join(tmpdir(), 'suite-')),
} = {}) {
  const options = preload === undefined ? '' : `--import=${new URL(preload, import.meta.url).href}`;
  const child = spawn(
    process.execPath,
    ['dist/main.js', ...['--port', '0', '--data-dir', dataDir, '--log-format', 'json', '--log-level', 'info'], ...args],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_OPTIONS: options, ...env } },
  );
  const exited = once(child, 'exit');
  const waiting = [];
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr = (stderr + text).slice(-4_000)));
  createInterface({ input: child.stdout }).on('line', (text) => {
    if (!/"event":"(server\.listening|measured)"/.test(text)) return;
    waiting.shift()?.(JSON.parse(text));
  });
  const said = () => new Promise((resolve) => waiting.push(resolve));
  const listening = await Promise.race([said(), exited.then(() => null)]);
  if (listening === null) throw new Error(`the server did not start: ${stderr}`);
  const url = `http://127.0.0.1:${listening.port}`;
  return {
    ...{ url, port: listening.port, child, dataDir, exited },
    stderr: () => stderr,
    ask: (query, variables) => ask(url, query, variables),
    /** What it holds; with the preload measure-on-signal.mjs. */
    measure() {
      const measured = said();
      child.kill('SIGUSR2');
      return measured;
    },
    async end(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
    },
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

/** The data; throws what was refused. */
export async function ask(url, query, variables = {}, signal = undefined) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal,
  });
  const { data, errors } = await response.json();
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

/** Every event of the default pool's tasks after a cursor, in order. */
export async function wholeLog(url, after) {
  const events = [];
  for (let cursor = after; ;) {
    const { events: page } = await ask(
      url,
      'query ($after: Cursor) { events(after: $after, first: 200, filter: { kinds: [TASK] }) { nodes { cursor name task { id status attempts { outcome } } } endCursor hasNextPage } }',
      { after: cursor },
    );
    events.push(...page.nodes);
    cursor = page.endCursor;
    if (!page.hasNextPage) return events;
  }
}

/** Nearest rank. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? null : Math.round(sorted[Math.ceil(share * sorted.length) - 1] * 10) / 10;
}

/** `--rounds 3 --scale 0.1 --seed 7`, each with a default; a random source of the seed. */
export function suiteOptions(full) {
  const args = process.argv.slice(2);
  const option = (name) => (args.includes(name) ? Number(args[args.indexOf(name) + 1]) : undefined);
  const seed = option('--seed') ?? 1;
  let state = seed;
  const random = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { rounds: option('--rounds') ?? Math.max(1, Math.round(full * (option('--scale') ?? 1))), seed, random };
}

/** The one line that a suite ends with. */
export function endSuite(line) {
  for (const problem of line.problems) process.stderr.write(`PROBLEM ${problem}\n`);
  process.stdout.write(`${JSON.stringify(line)}\n`);
  process.exitCode = line.problems.length > 0 ? 1 : 0;
}
