import { setTimeout as after } from 'node:timers/promises';
import { ASSIGNMENTS, HEARTBEAT } from './documents.mjs';
import { COME_AGAIN } from './operation.mjs';
import { complete, fail } from './reports.mjs';
import { subscribe } from './socket-stream.mjs';

const AGAIN_AFTER_MS = 50;

/**
 * A REMOTE agent on the other side of the network: takes its assignments from a socket, works for a while, reports over HTTP, beats
 * all the time, and goes on with what it has in hand after every interruption.
 */
export class RemoteWorker {
  /** Attempts that it was given by one server process, and that a later one accepted from it. */
  carried = 0;
  #inHand = new Map();
  #stopped = false;
  #stream = null;
  #work = new Set();
  #waiting = [];

  /** `failing`: share of attempts that it fails; `twice`: share that it reports twice at once. */
  constructor(surroundings, { agentId, sessionToken, workMs, beatMs, failing, twice, pool }) {
    Object.assign(this, { surroundings, agentId, sessionToken, workMs, beatMs, failing, twice, pool });
  }

  async run() {
    const { link, port, wrong } = this.surroundings;
    const beating = this.#beat();
    while (!this.#stopped) {
      await link.up();
      const variables = { id: this.agentId, token: this.sessionToken };
      this.#stream = subscribe(port, ASSIGNMENTS, variables, (data) => this.#take(data.agentAssignments));
      const { refused } = await this.#stream.ended;
      await this.#stream.close();
      if (refused !== null && !COME_AGAIN.has(refused)) wrong(`a remote worker was refused: ${refused}`);
      if (!this.#stopped) await after(AGAIN_AFTER_MS);
    }
    await Promise.all(this.#work);
    await beating;
  }

  /** Resolves when it has something in hand. */
  busy() {
    return this.#inHand.size > 0 ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  stop() {
    this.#stopped = true;
    this.#stream?.cut();
  }

  #take({ task, attempt, leaseToken }) {
    // What it has in hand is told again on every new connection.
    if (this.#inHand.has(leaseToken)) return;
    this.#inHand.set(leaseToken, this.surroundings.link.generation);
    for (const resolve of this.#waiting.splice(0)) resolve();
    const work = this.#do(task, attempt, leaseToken).finally(() => {
      this.#inHand.delete(leaseToken);
      this.#work.delete(work);
    });
    this.#work.add(work);
  }

  async #do(task, attempt, leaseToken) {
    const { chance, link } = this.surroundings;
    const isFailing = chance.is(this.failing);
    const isTwice = chance.is(this.twice);
    await after(chance.whole(...this.workMs));
    const report = () =>
      (isFailing ? fail : complete)(this.surroundings, { pool: this.pool, taskId: task.id, leaseToken });
    const ends = await Promise.all(isTwice ? [report(), report()] : [report()]);
    const isAccepted = ends.some((end) => end.is === 'ack' || end.applied === true);
    if (isAccepted && this.#inHand.get(leaseToken) < link.generation) this.carried += 1;
  }

  async #beat() {
    const { api, link, wrong } = this.surroundings;
    const { agentId, sessionToken } = this;
    while (!this.#stopped) {
      await after(this.beatMs);
      await link.up();
      const attempts = [...this.#inHand.keys()].map((leaseToken) => ({ leaseToken }));
      const verdict = await api.call(HEARTBEAT, { input: { agentId, sessionToken, attempts } });
      if (verdict.is === 'wrong') wrong(verdict.what);
      if (verdict.is === 'refused' && !COME_AGAIN.has(verdict.code)) wrong(`a heartbeat was refused: ${verdict.code}`);
    }
  }
}
