import { setTimeout as after } from 'node:timers/promises';
import { CANCEL, COMPLETE, RETRY, SUBMIT } from './documents.mjs';
import { carryOut } from './operation.mjs';
import { complete, fail, look } from './reports.mjs';

/** What it waits where the queue is full. */
const AGAIN_AFTER_MS = 50;

/**
 * Submits tasks to one pool, one operation after the other, until it is stopped: plain ones, the same one twice at once, old ones
 * again, ones that fail and are replayed, ones that are called off or ended by hand, and ones that have to be refused.
 */
export class Client {
  /** Ids of its acknowledged tasks. */
  tasks = [];
  #stopped = false;
  /** What was acknowledged, as it was sent. */
  #sent = [];

  /** `restMs`: longest time between two of its operations. */
  constructor(surroundings, { pool, slowMs, restMs = 0 }) {
    this.surroundings = surroundings;
    this.pool = pool;
    this.slowMs = slowMs;
    this.restMs = restMs;
  }

  async run() {
    const { chance } = this.surroundings;
    while (!this.#stopped) {
      const dice = chance.next();
      if (dice < 0.6) await this.submit('ok');
      else if (dice < 0.7) await this.#submitTwiceAtOnce();
      else if (dice < 0.78) await this.#failAndReplay();
      else if (dice < 0.86) await this.#submitAndCancel();
      else if (dice < 0.9) await this.#submitAndEnd();
      else if (dice < 0.95) await this.#submitOnceMore();
      else await this.#beRefused();
      if (this.restMs > 0) await after(chance.whole(0, this.restMs));
    }
  }

  /** It finishes what it is at. */
  stop() {
    this.#stopped = true;
  }

  /**
   * The id of the task, null where it was refused. `payload`: more of it; `ends`: how it has to end, for the checker, as
   * `{ status, outcome }`, the outcome of each of its attempts; all else is input.
   */
  async submit(run, { payload = {}, ends, ...more } = {}) {
    const { chance, nextOp } = this.surroundings;
    const op = nextOp();
    const key = `key-${op}`;
    const whole = { n: op, run, ms: chance.whole(1, this.slowMs), ...payload };
    const input = { pool: this.pool, idempotencyKey: key, payload: whole, ...more };
    return this.#submit({ op, kind: 'submit', pool: this.pool, key, n: op, ends }, input);
  }

  async #submit(intent, input) {
    const { surroundings } = this;
    const end = await carryOut(surroundings, intent, () => this.#call(SUBMIT, { input }), {
      ack: ({ submitTask: { task, replayed } }) => ({ taskId: task.id, replayed }),
    });
    if (end.is !== 'ack') {
      await after(AGAIN_AFTER_MS);
      return null;
    }
    const { id } = end.data.submitTask.task;
    this.tasks.push(id);
    this.#sent.push({ intent, input });
    return id;
  }

  async #submitTwiceAtOnce() {
    const { nextOp } = this.surroundings;
    const [first, second] = [nextOp(), nextOp()];
    const key = `key-${first}`;
    const input = { pool: this.pool, idempotencyKey: key, payload: { n: first, run: 'ok', ms: 1 } };
    const intent = { kind: 'submit', pool: this.pool, key, n: first };
    await Promise.all([first, second].map((op) => this.#submit({ op, ...intent }, input)));
  }

  /** An old one, sent again perhaps many servers later: it is the same task, also where that has long been forgotten. */
  async #submitOnceMore() {
    const old = this.surroundings.chance.pick(this.#sent);
    if (old !== undefined) await this.#submit({ ...old.intent, op: this.surroundings.nextOp() }, old.input);
  }

  async #failAndReplay() {
    const taskId = await this.submit('fail');
    if (taskId === null) return;
    // Refused until it has failed, which is as good a try as any other.
    await this.#retry(taskId);
  }

  async #submitAndCancel() {
    const taskId = await this.submit('slow');
    if (taskId === null) return;
    const end = await this.cancel(taskId);
    if (end.is === 'ack' && this.surroundings.chance.is(0.5)) await this.#retry(taskId);
  }

  /** As an operator: the agent is at it, and its own word comes too late. */
  async #submitAndEnd() {
    const { surroundings, pool } = this;
    const taskId = await this.submit('slow');
    if (taskId !== null) await surroundings.chance.pick([complete, fail])(surroundings, { pool, taskId });
  }

  cancel(taskId) {
    const { surroundings, pool } = this;
    const op = surroundings.nextOp();
    const reason = `op ${op}`;
    return carryOut(
      surroundings,
      { op, kind: 'cancel', pool, taskId },
      () => this.#call(CANCEL, { input: { taskId, reason } }),
      {
        look: () =>
          look(surroundings, taskId, ({ history }) =>
            history.some(({ type, message }) => type === 'CANCELLED' && message === reason),
          ),
      },
    );
  }

  /** Nobody else replays its tasks: where a try in doubt was not done, asking again does it. */
  async #retry(taskId) {
    const { surroundings, pool } = this;
    const intent = { op: surroundings.nextOp(), kind: 'retry', pool, taskId };
    await carryOut(surroundings, intent, () => this.#call(RETRY, { input: { taskId } }), { look: () => null });
  }

  async #beRefused() {
    const { surroundings, pool } = this;
    const { chance } = surroundings;
    const op = surroundings.nextOp();
    const payload = { n: op, run: 'ok', ms: 1 };
    const taskId = chance.pick(this.tasks.slice(-20)) ?? 'task_none';
    const [document, input] = chance.pick([
      [SUBMIT, { pool, priority: 10, payload }],
      [SUBMIT, { pool: 'no-such-pool', payload }],
      [SUBMIT, { pool, preferredAgentId: 'agent_none', payload }],
      [SUBMIT, { pool, idempotencyKey: this.#sent.at(-1)?.intent.key ?? '', payload }],
      [COMPLETE, { taskId, leaseToken: 'lease_none', result: { op } }],
    ]);
    const end = await carryOut(surroundings, { op, kind: 'never', pool }, () => this.#call(document, { input }));
    if (end.is === 'ack') surroundings.wrong(`operation ${op} was to be refused: ${JSON.stringify(input)}`);
  }

  #call(document, variables) {
    const { chance, api, socketApi } = this.surroundings;
    return (chance.is(0.3) ? socketApi : api).call(document, variables);
  }
}
