import { setTimeout as after } from 'node:timers/promises';
import { ASSIGNMENTS, HEARTBEAT } from './documents.mjs';
import { COME_AGAIN } from './operation.mjs';
import { complete, fail } from './reports.mjs';
import { subscribe } from './socket-stream.mjs';

const AGAIN_AFTER_MS = 50;

/**
 * A REMOTE agent on the other side of the network: takes its assignments from a socket, works for a while, reports over HTTP, beats
 * all the time, and goes on with what it has in hand after every interruption. It may be told to pause, as one that was stopped.
 */
export class RemoteWorker {
  /** Attempts that it was given by one server process, and that a later one accepted from it. */
  carried = 0;
  #inHand = new Map();
  #stopped = false;
  #stream = null;
  #work = new Set();
  #waiting = [];

  /**
   * `failing`: share of attempts that it fails; `twice`: share that it reports twice at once; `giveUpMs`: how long it waits for the
   * answer to a heartbeat, null for as long as it takes; `line`: the line between it and the server, null where there is none to break.
   */
  constructor(surroundings, { agentId, sessionToken, workMs, beatMs, giveUpMs, failing, twice, pool, line }) {
    Object.assign(this, { surroundings, agentId, sessionToken, workMs, beatMs, giveUpMs, failing, twice, pool, line });
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

  get isBusy() {
    return this.#inHand.size > 0;
  }

  /** Resolves when it has something in hand. */
  async busy() {
    if (!this.isBusy) await this.#nextAssignment();
  }

  /**
   * Lets it say nothing more until `resume`, from the next attempt on that nobody else will end. Resolves with that; `ends` of it
   * resolves with what its reports came to, once it has resumed.
   */
  async pause() {
    let attempt;
    do attempt = await this.#nextAssignment();
    while (attempt.run === 'slow');
    const { link, ledger } = this.surroundings;
    link.pause();
    await ledger.note({ is: 'pause', pool: this.pool, taskId: attempt.taskId, attempt: attempt.attempt });
    return attempt;
  }

  resume() {
    this.surroundings.link.resume();
  }

  stop() {
    this.#stopped = true;
    this.#stream?.cut();
  }

  async close() {
    this.surroundings.api.close();
    await this.line?.close();
  }

  #nextAssignment() {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #take({ task, attempt, leaseToken }) {
    // What it has in hand is told again on every new connection.
    if (this.#inHand.has(leaseToken)) return;
    this.#inHand.set(leaseToken, this.surroundings.link.generation);
    const { pool, beatMs } = this;
    const told = { is: 'told', pool, taskId: task.id, attempt, atMs: Date.now(), beatMs };
    const ends = this.#do(task, leaseToken, this.surroundings.ledger.note(told));
    const work = ends.finally(() => {
      this.#inHand.delete(leaseToken);
      this.#work.delete(work);
    });
    this.#work.add(work);
    for (const resolve of this.#waiting.splice(0)) resolve({ taskId: task.id, run: task.payload.run, attempt, ends });
  }

  async #do(task, leaseToken, noted) {
    await noted;
    const { chance, link } = this.surroundings;
    const isFailing = chance.is(this.failing);
    const isTwice = chance.is(this.twice);
    await after(chance.whole(...this.workMs));
    const report = () =>
      (isFailing ? fail : complete)(this.surroundings, { pool: this.pool, taskId: task.id, leaseToken });
    const ends = await Promise.all(isTwice ? [report(), report()] : [report()]);
    const isAccepted = ends.some((end) => end.is === 'ack' || end.applied === true);
    if (isAccepted && this.#inHand.get(leaseToken) < link.generation) this.carried += 1;
    return ends;
  }

  async #beat() {
    const { api, link, wrong } = this.surroundings;
    const { agentId, sessionToken, giveUpMs } = this;
    while (!this.#stopped) {
      await after(this.beatMs);
      await link.up();
      const attempts = [...this.#inHand.keys()].map((leaseToken) => ({ leaseToken }));
      const verdict = await api.call(HEARTBEAT, { input: { agentId, sessionToken, attempts } }, { giveUpMs });
      if (verdict.is === 'wrong') wrong(verdict.what);
      if (verdict.is === 'refused' && !COME_AGAIN.has(verdict.code)) wrong(`a heartbeat was refused: ${verdict.code}`);
    }
  }
}
