import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { HttpApi, SocketApi } from './api.mjs';
import { Client } from './client.mjs';
import { FIGURES, INITIALIZE, SPAWN } from './documents.mjs';
import { Ledger } from './ledger.mjs';
import { Link } from './link.mjs';
import { RemoteWorker } from './remote-worker.mjs';
import { freePort, ServerProcess } from './server-process.mjs';
import { WatchReader } from './watch-reader.mjs';

const CHECKER = fileURLToPath(new URL('check.mjs', import.meta.url));
const PROCESS_POOL = 'default';
const REMOTE_POOL = 'remote';
/** Everything acknowledged has settled long before; a pool that is stuck is a finding, not a wait for ever. */
const SETTLED_WITHIN_MS = 60_000;

/**
 * One folder of data and everything that happens to it: clients, remote workers and readers that live through any number of
 * servers, one after the other, and what the checker says of the log after each of them.
 */
export class Campaign {
  problems = [];
  /** Operations that were told to come again, by a server that was starting or stopping. */
  turnedAway = 0;
  /** Of each server that became ready: milliseconds from spawn to ready. */
  recoveriesMs = [];
  /** What the checker found last; it looks at the whole campaign each time. */
  verdict = null;
  server = null;
  #options;
  #folder;
  #dataDir;
  #surroundings;
  #clients = [];
  #extra = [];
  #workers = [];
  #readers = [];
  #running = [];
  #ops = 0;

  /**
   * @param {{ chance: import('./chance.mjs').Chance, clients?: [number, number], workers?: number,
   *   work?: Partial<ConstructorParameters<typeof RemoteWorker>[1]>, slowMs?: number, args?: readonly string[], dataDir?: string | null }} options
   *   `clients`: of the PROCESS pool and of the REMOTE one; `dataDir`: where the data is instead of in its folder.
   */
  static async start(options) {
    const campaign = new Campaign(options, await freePort(options.chance));
    await campaign.#begin();
    return campaign;
  }

  constructor(options, port) {
    this.#options = { clients: [6, 3], workers: 3, work: {}, slowMs: 200, args: [], dataDir: null, ...options };
    this.#folder = mkdtempSync(join(tmpdir(), 'faults-'));
    this.#dataDir = join(this.#folder, 'data');
    if (this.#options.dataDir !== null) symlinkSync(this.#options.dataDir, this.#dataDir);
    this.#surroundings = {
      ...{ port, chance: options.chance, link: new Link(), ledger: new Ledger(join(this.#folder, 'ledger.jsonl')) },
      ...{ api: new HttpApi(port), socketApi: new SocketApi(port) },
      nextOp: () => (this.#ops += 1),
      turnedAway: () => void (this.turnedAway += 1),
      wrong: (what) => this.problem(what),
    };
  }

  get folder() {
    return this.#folder;
  }

  get carried() {
    return this.#workers.reduce((sum, { carried }) => sum + carried, 0);
  }

  get resumed() {
    return this.#readers.reduce((sum, { resumed }) => sum + resumed, 0);
  }

  /** A server process on the same data; clients begin to call it at once. */
  spawn() {
    const { port, link } = this.#surroundings;
    const server = new ServerProcess({ port, dataDir: this.#dataDir, args: this.#options.args });
    this.server = server;
    link.raise();
    void server.ready.then(() => {
      if (server.readyAfterMs !== null) this.recoveriesMs.push(server.readyAfterMs);
    });
    void server.ended.then((code) => {
      if (this.server === server) link.lower();
      if (!server.mayComplain)
        for (const line of server.troubles) this.problem(`the server complained: ${line.slice(0, 600)}`);
      return code;
    });
    return server;
  }

  /** Spawns, and waits until it is ready. */
  async serve() {
    const server = this.spawn();
    if (!(await server.ready))
      this.problem(`a server ended before it was ready, with ${await server.ended}: ${server.tail.join('\n')}`);
    return server;
  }

  /** Resolves when the readers have seen a record at or behind one of the positions. */
  passed(positions) {
    return Promise.race(
      Object.entries(positions).map(([pool, position]) =>
        this.#readers.find((reader) => reader.pool === pool).until((reader) => reader.position >= position),
      ),
    );
  }

  /** Reads the log of the server that has ended, and compares it with all that was told until now. */
  async check({ isEnd = false } = {}) {
    const { stdout, code } = await runChecker([this.#folder, ...(isEnd ? ['--end'] : [])]);
    try {
      this.verdict = JSON.parse(stdout.trim().split('\n').at(-1));
    } catch {
      this.problem(`the checker ended with ${code}`);
      return null;
    }
    // No server was away for as long as a lease.
    const { INTERRUPTED = 0, LEASE_EXPIRED = 0 } = this.verdict.pools[REMOTE_POOL]?.outcomes ?? {};
    if (INTERRUPTED + LEASE_EXPIRED > 0) this.problem('a remote worker has lost an attempt to a restart');
    return this.verdict;
  }

  /** A task that runs until it is called off; resolves when it does run. */
  async longTask() {
    const client = this.#extraClient();
    let taskId = null;
    while (taskId === null) taskId = await client.submit('endless');
    const reader = this.#readers.find(({ pool }) => pool === PROCESS_POOL);
    await reader.until(({ statuses }) => statuses.get(taskId) === 'IN_PROGRESS');
    return { cancel: () => client.cancel(taskId) };
  }

  /** Resolves when a remote worker has an attempt in hand. */
  workerIsBusy() {
    return Promise.race(this.#workers.map((worker) => worker.busy()));
  }

  /** Resolves when `/readyz` says so, or the server is gone; false where it does not within `withinMs`. */
  async readiness(says, withinMs) {
    const untilMs = performance.now() + withinMs;
    while (this.server.isRunning && performance.now() < untilMs) {
      const answer = await fetch(`http://127.0.0.1:${this.#surroundings.port}/readyz`).catch(() => null);
      if (answer?.status === 200 && says(await answer.json())) return true;
      await after(20);
    }
    return false;
  }

  /** Folders of the agents in processes, and of what they start. */
  get agentsFolder() {
    return join(this.#dataDir, 'agents');
  }

  /** `GET` of one of its plain addresses: the status, null where there was no answer. */
  async get(path) {
    return fetch(`http://127.0.0.1:${this.#surroundings.port}${path}`).then(
      ({ status }) => status,
      () => null,
    );
  }

  /** What has gone wrong so far, the checker's last findings included. */
  get findings() {
    return [...this.problems, ...(this.verdict?.problems ?? [])];
  }

  /**
   * The end: a server without faults, until every operation has its answer, every acknowledged task has settled and every reader
   * has seen that; then an orderly stop and the last check.
   */
  async finish() {
    if (this.server?.isRunning !== true) await this.serve();
    for (const client of this.#clients) client.stop();
    await Promise.all(this.#running.slice(0, this.#clients.length));
    const { api, ledger } = this.#surroundings;
    const last = await Promise.all([PROCESS_POOL, REMOTE_POOL].map((pool) => this.#lastTask(pool)));
    await this.#settled();
    for (const { pool, taskId } of last) {
      const { metrics } = (await ask(api, FIGURES, { pool })).pool;
      await ledger.note({ is: 'end', pool, taskId, figures: metrics });
    }
    for (const worker of this.#workers) worker.stop();
    for (const reader of this.#readers) reader.stop();
    await Promise.all(this.#running);
    this.server.kill('SIGTERM');
    const code = await this.server.ended;
    if (code !== 0) this.problem(`the server ended with ${code} at SIGTERM`);
    api.close();
    await this.#surroundings.socketApi.close();
    await ledger.close();
    await this.check({ isEnd: true });
    // What found something is kept to be looked at.
    if (this.findings.length === 0) rmSync(this.#folder, { recursive: true, force: true });
  }

  async #begin() {
    const { chance, api } = this.#surroundings;
    const { clients, workers, work, slowMs } = this.#options;
    await this.serve();
    // Before there are faults: a spawn that was left without an answer could not be told from a second one.
    await ask(api, INITIALIZE, { input: { pool: REMOTE_POOL, size: 0, kind: 'REMOTE' } });
    for (let n = 0; n < workers; n += 1) {
      const { spawnAgent } = await ask(api, SPAWN, {
        input: { pool: REMOTE_POOL, kind: 'REMOTE', name: `worker-${n}` },
      });
      const own = { ...this.#surroundings, chance: chance.fork() };
      const { agent, sessionToken } = spawnAgent;
      const habits = { workMs: [0, 20], beatMs: 300, failing: 0.1, twice: 0.1, ...work };
      this.#workers.push(new RemoteWorker(own, { agentId: agent.id, sessionToken, pool: REMOTE_POOL, ...habits }));
    }
    for (const [pool, count] of [
      [PROCESS_POOL, clients[0]],
      [REMOTE_POOL, clients[1]],
    ]) {
      for (let n = 0; n < count; n += 1)
        this.#clients.push(new Client({ ...this.#surroundings, chance: chance.fork() }, { pool, slowMs }));
      // One that stays on its socket for as long as it can, one that is cut off again and again.
      for (const cutEvery of [null, 250]) {
        const path = join(this.#folder, `reader-${pool}-${cutEvery ?? 'steady'}.jsonl`);
        this.#readers.push(new WatchReader({ ...this.#surroundings, chance: chance.fork() }, { pool, path, cutEvery }));
      }
    }
    this.#running = [...this.#clients, ...this.#workers, ...this.#readers].map((each) =>
      each.run().catch((error) => this.problem(`the harness failed: ${error.stack}`)),
    );
  }

  async #lastTask(pool) {
    const client = this.#extraClient(pool);
    let taskId = null;
    // The queue may be full for a while.
    while (taskId === null) taskId = await client.submit('ok');
    return { pool, taskId };
  }

  /** One that does what it is told, and nothing by itself. */
  #extraClient(pool = PROCESS_POOL) {
    const client = new Client(this.#surroundings, { pool, slowMs: 1 });
    this.#extra.push(client);
    return client;
  }

  async #settled() {
    const tasks = new Map(this.#readers.map((reader) => [reader.pool, []]));
    for (const client of [...this.#clients, ...this.#extra]) tasks.get(client.pool).push(...client.tasks);
    const all = Promise.all(
      this.#readers.map((reader) =>
        reader.until(() => tasks.get(reader.pool).every((taskId) => reader.hasSettled(taskId))),
      ),
    );
    let timer;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, SETTLED_WITHIN_MS, 'late')));
    if ((await Promise.race([all, late])) === 'late') {
      const open = this.#readers.flatMap((reader) => tasks.get(reader.pool).filter((id) => !reader.hasSettled(id)));
      this.problem(`not settled after ${SETTLED_WITHIN_MS} ms: ${[...new Set(open)].slice(0, 5).join(', ')}`);
    }
    clearTimeout(timer);
  }

  /** Something is wrong that the checker cannot see. */
  problem(what) {
    this.problems.push(what);
  }
}

async function ask(api, document, variables) {
  const verdict = await api.call(document, variables);
  if (verdict.is !== 'data') throw new Error(JSON.stringify(verdict));
  return verdict.data;
}

function runChecker(args) {
  const child = spawn(process.execPath, [CHECKER, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ stdout, code })));
}
