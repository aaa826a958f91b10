import { closeSync, openSync, writeSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { askAgain } from './operation.mjs';
import { EARLIEST, EVENTS } from './documents.mjs';
import { subscribe } from './socket-stream.mjs';

const AGAIN_AFTER_MS = 50;
const SETTLED = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

/**
 * Follows all events of one pool from the first that is there, writes each down with its cursor, cuts its own socket now and
 * then, and goes on from its last cursor after every interruption. The checker compares the file with the log.
 */
export class WatchReader {
  /** Position of the last event it has seen. The harness may look into a cursor; clients may not. */
  position = 0;
  /** Statuses of tasks by their last event. */
  statuses = new Map();
  /** How often each task was assigned, which is the number of its latest attempt. */
  attempts = new Map();
  /** Streams that ended after they had shown something; it went on from the last cursor of each. */
  resumed = 0;
  #file;
  #stopped = false;
  #stream = null;
  #listeners = new Set();

  constructor(surroundings, { pool, path, cutEvery }) {
    this.surroundings = surroundings;
    this.pool = pool;
    this.cutEvery = cutEvery;
    this.#file = openSync(path, 'a');
  }

  /** Runs until `stop`. */
  async run() {
    const { api, link, chance, port, wrong } = this.surroundings;
    const found = await askAgain(this.surroundings, () => api.call(EARLIEST, { pool: this.pool }));
    let cursor = found.data.pool.earliestCursor;
    writeSync(this.#file, `${JSON.stringify({ from: cursor })}\n`);
    while (!this.#stopped) {
      await link.up();
      let untilCut = this.cutEvery === null ? Infinity : chance.whole(1, this.cutEvery);
      this.#stream = subscribe(port, EVENTS, { pool: this.pool, after: cursor }, ({ poolEvents: event }) => {
        // What is on its way when it cuts is thrown away like what a dead network holds.
        if (untilCut <= 0) return;
        cursor = event.cursor;
        this.#note(event);
        if ((untilCut -= 1) === 0) this.#stream.cut();
      });
      const before = cursor;
      const { refused } = await this.#stream.ended;
      await this.#stream.close();
      if (cursor !== before) this.resumed += 1;
      if (refused !== null && refused !== 'SHUTTING_DOWN') wrong(`a reader of ${this.pool} was refused: ${refused}`);
      if (!this.#stopped) await after(AGAIN_AFTER_MS);
    }
    closeSync(this.#file);
  }

  stop() {
    this.#stopped = true;
    this.#stream?.cut();
  }

  /** Resolves when `holds` is true, which is asked again after every event. */
  until(holds) {
    return new Promise((resolve) => {
      const look = () => {
        if (!holds(this)) return;
        this.#listeners.delete(look);
        resolve();
      };
      this.#listeners.add(look);
      look();
    });
  }

  /** Whether it saw the task settle, and nothing of it since. */
  hasSettled(taskId) {
    return SETTLED.has(this.statuses.get(taskId));
  }

  /** Whether it saw an attempt end. */
  isOver({ taskId, attempt }) {
    const latest = this.attempts.get(taskId) ?? 0;
    return latest > attempt || (latest === attempt && this.statuses.get(taskId) !== 'IN_PROGRESS');
  }

  #note({ cursor, missedBefore, kind, name, task }) {
    writeSync(
      this.#file,
      `${JSON.stringify({ cursor, missedBefore, kind, name, task: task?.id ?? null, status: task?.status ?? null })}\n`,
    );
    this.position = positionOf(cursor);
    if (kind === 'TASK') {
      this.statuses.set(task.id, task.status);
      if (name === 'ASSIGNED') this.attempts.set(task.id, (this.attempts.get(task.id) ?? 0) + 1);
    }
    for (const look of this.#listeners) look();
  }
}

/** The harness may look into a cursor; clients may not. 0 of none. */
export function positionOf(cursor) {
  if (cursor === undefined) return 0;
  return Number(Buffer.from(cursor, 'base64url').toString('latin1').split(':')[1]);
}
