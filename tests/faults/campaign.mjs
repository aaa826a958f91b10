import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { HttpApi, SocketApi } from './api.mjs';
import { runChecker } from './checker.mjs';
import { Client } from './client.mjs';
import { FIGURES, INITIALIZE } from './documents.mjs';
import { hireWorkers } from './hire-workers.mjs';
import { Ledger } from './ledger.mjs';
import { Link } from './link.mjs';
import { askOnce } from './operation.mjs';
import { look } from './reports.mjs';
import { freePort, ServerProcess } from './server-process.mjs';
import { unsettled } from './unsettled.mjs';
import { WatchReader } from './watch-reader.mjs';

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
   *   work?: Partial<ConstructorParameters<typeof import('./remote-worker.mjs').RemoteWorker>[1]>, onLines?: boolean,
   *   mayLoseLeases?: boolean, slowMs?: number, restMs?: number, args?: readonly string[], dataDir?: string | null, handlers?: string,
   *   preload?: string, env?: Record<string, string> }} options
   *   `clients`: of the PROCESS pool and of the REMOTE one; `onLines`: each remote worker on a line that can be broken;
   *   `mayLoseLeases`: workers that did not pause may lose attempts to silence too; `dataDir`: where the data is instead of in its
   *   folder; `handlers`, `preload`, `env`: as for a `ServerProcess`.
   */
  static async start(options) {
    const campaign = new Campaign(options, await freePort());
    await campaign.#begin();
    return campaign;
  }

  constructor(options, port) {
    this.#options = {
      ...{ clients: [6, 3], workers: 3, work: {}, onLines: false, mayLoseLeases: false, slowMs: 200 },
      ...{ args: [], dataDir: null, env: {}, ...options },
    };
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

  /** What all that act in it have in common. */
  get surroundings() {
    return this.#surroundings;
  }

  get url() {
    return `http://127.0.0.1:${this.#surroundings.port}`;
  }

  get folder() {
    return this.#folder;
  }

  get workers() {
    return this.#workers;
  }

  get carried() {
    return this.#workers.reduce((sum, { carried }) => sum + carried, 0);
  }

  get resumed() {
    return this.#readers.reduce((sum, { resumed }) => sum + resumed, 0);
  }

  /** A server process on the same data, with more arguments and environment of its own; clients begin to call it at once. */
  spawn({ args = [], env = {} } = {}) {
    const { port, link } = this.#surroundings;
    const { handlers, preload } = this.#options;
    const server = new ServerProcess({
      ...{ port, dataDir: this.#dataDir, args: [...this.#options.args, ...args] },
      ...{ handlers, preload, env: { ...this.#options.env, ...env } },
    });
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
  async serve(own = {}) {
    const server = this.spawn(own);
    if (!(await server.ready))
      this.problem(`a server ended before it was ready, with ${await server.ended}: ${server.tail.join('\n')}`);
    return server;
  }

  /** Resolves when the readers have seen a record at or behind one of the positions. */
  passed(positions) {
    return Promise.race(
      Object.entries(positions).map(([pool, position]) =>
        this.#readerOf(pool).until((reader) => reader.position >= position),
      ),
    );
  }

  /** Reads the log of the server that has ended, and compares it with all that was told until now. */
  async check({ isEnd = false } = {}) {
    const { verdict, code } = await runChecker(this.#folder, { isEnd, mayLoseLeases: this.#options.mayLoseLeases });
    if (verdict === null) this.problem(`the checker ended with ${code}`);
    else this.verdict = verdict;
    return verdict;
  }

  /** A task of the PROCESS pool that is taken, however often the queue is full, by a client that does nothing else. */
  async submit(run, more = {}, pool = PROCESS_POOL) {
    const client = new Client(this.#surroundings, { pool, slowMs: 1 });
    this.#extra.push(client);
    let taskId = null;
    while (taskId === null) taskId = await client.submit(run, more);
    return { taskId, cancel: () => client.cancel(taskId) };
  }

  /** One that runs until it is called off, as a rule; resolves when it does run. */
  async longTask(run = 'endless', more = {}) {
    const task = await this.submit(run, more);
    await this.#readerOf(PROCESS_POOL).until(({ statuses }) => statuses.get(task.taskId) === 'IN_PROGRESS');
    return task;
  }

  /** Resolves when a reader has seen all these tasks of the PROCESS pool settle. */
  settled(taskIds) {
    return this.#readerOf(PROCESS_POOL).until((reader) => taskIds.every((taskId) => reader.hasSettled(taskId)));
  }

  /** Resolves with true when a reader has seen the end of an attempt of a remote worker, with false where it has not `withinMs`. */
  async isOver(attempt, withinMs) {
    const seen = this.#readerOf(REMOTE_POOL).until((reader) => reader.isOver(attempt));
    return Promise.race([seen.then(() => true), after(withinMs, false, { ref: false })]);
  }

  /** Whether what the server says of a task now is as it `should` be; null where it has forgotten it. */
  look(taskId, should) {
    return look(this.#surroundings, taskId, should);
  }

  /** Resolves when a remote worker has an attempt in hand. */
  workerIsBusy() {
    return Promise.race(this.#workers.map((worker) => worker.busy()));
  }

  /** Resolves when `/readyz` says so, or the server is gone; false where it does not within `withinMs`. */
  async readiness(says, withinMs) {
    const untilMs = performance.now() + withinMs;
    while (this.server.isRunning && performance.now() < untilMs) {
      const answer = await fetch(`${this.url}/readyz`).catch(() => null);
      if (answer?.status === 200 && says(await answer.json())) return true;
      await after(20);
    }
    return false;
  }

  /** Folders of the agents in processes, and of what they start, as the operating system names it. */
  get agentsFolder() {
    return join(realpathSync(this.#dataDir), 'agents');
  }

  /** `GET` of one of its plain addresses: the status, null where there was no answer. */
  async get(path) {
    return fetch(`${this.url}${path}`).then(
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
    const last = await Promise.all(
      [PROCESS_POOL, REMOTE_POOL].map(async (pool) => ({ pool, ...(await this.submit('ok', {}, pool)) })),
    );
    const open = await unsettled(this.#readers, [...this.#clients, ...this.#extra], SETTLED_WITHIN_MS);
    if (open.length > 0) this.problem(`not settled after ${SETTLED_WITHIN_MS} ms: ${open.slice(0, 5).join(', ')}`);
    for (const { pool, taskId } of last) {
      const { metrics } = (await askOnce(api, FIGURES, { pool })).pool;
      await ledger.note({ is: 'end', pool, taskId, figures: metrics });
    }
    for (const worker of this.#workers) worker.stop();
    for (const reader of this.#readers) reader.stop();
    await Promise.all(this.#running);
    this.server.kill('SIGTERM');
    const code = await this.server.ended;
    if (code !== 0) this.problem(`the server ended with ${code} at SIGTERM`);
    api.close();
    await Promise.all(this.#workers.map((worker) => worker.close()));
    await this.#surroundings.socketApi.close();
    await ledger.close();
    await this.check({ isEnd: true });
    // What found something is kept to be looked at.
    if (this.findings.length === 0) rmSync(this.#folder, { recursive: true, force: true });
  }

  async #begin() {
    const { chance, api } = this.#surroundings;
    const { clients, workers, work, onLines, slowMs, restMs } = this.#options;
    await this.serve();
    await askOnce(api, INITIALIZE, { input: { pool: REMOTE_POOL, size: 0, kind: 'REMOTE' } });
    this.#workers = await hireWorkers(this.#surroundings, { pool: REMOTE_POOL, workers, work, onLines });
    for (const [pool, count] of [
      [PROCESS_POOL, clients[0]],
      [REMOTE_POOL, clients[1]],
    ]) {
      for (let n = 0; n < count; n += 1)
        this.#clients.push(new Client({ ...this.#surroundings, chance: chance.fork() }, { pool, slowMs, restMs }));
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

  #readerOf(pool) {
    return this.#readers.find((reader) => reader.pool === pool);
  }

  /** Something is wrong that the checker cannot see. */
  problem(what) {
    this.problems.push(what);
  }
}
