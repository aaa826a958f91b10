import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { evolve } from '../../src/core/evolve.js';
import { capture, chunksOf, type SnapshotChunk, type TaskRecord } from '../../src/core/snapshot.js';
import { emptyState } from '../../src/core/state.js';
import { cursorAt } from '../../src/engine/cursor.js';
import { SqliteJournal } from '../../src/journal/sqlite-journal.js';
import { publicEvents } from '../../src/views/public-event.js';
import { alter } from '../journal/damage.js';
import { init, openPool, submit } from '../support/pool.js';

/* Whoever looks for faults has to be seen to find some: a log, a ledger and a reader that agree, and then one lie at a time. */

type Line = Readonly<Record<string, unknown>>;

interface Verdict {
  readonly lost: number;
  readonly twice: number;
  readonly silent: number;
  readonly acknowledged: number;
  readonly ambiguous: number;
  readonly problems: readonly string[];
}

let folder: string;
let ledger: Line[];
let reader: Line[];

/** Three tasks: one is completed, one failed and replayed, one called off. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'check-'));
  mkdirSync(logFolder(), { recursive: true });
  const { pool, moments } = await openPool({
    journal: new SqliteJournal({ directory: logFolder(), durability: 'os' }),
  });
  await pool.execute(init(1));
  const send = (n: number): Promise<string> => submit(pool, { idempotencyKey: `key-${String(n)}`, payload: { n } });

  const completed = await send(1);
  await pool.execute({ type: 'CompleteTask', taskId: completed, leaseToken: null, result: { op: 2 } });
  const failed = await send(3);
  const failure = { code: 'OP_4', message: 'as asked', retryable: false, retryAfterMs: null };
  await pool.execute({ type: 'FailTask', taskId: failed, leaseToken: null, failure });
  await pool.execute({ type: 'RetryTask', taskId: failed });
  const cancelled = await send(6);
  await pool.execute({ type: 'CancelTask', taskId: cancelled, reason: 'op 7' });
  await pool.execute({ type: 'CompleteTask', taskId: failed, leaseToken: null, result: { op: 8 } });

  const place = { pool: 'default' };
  ledger = [
    { is: 'intent', op: 1, kind: 'submit', key: 'key-1', n: 1, ...place },
    { is: 'ack', op: 1, inDoubt: false, taskId: completed, replayed: false },
    { is: 'intent', op: 2, kind: 'complete', taskId: completed, ...place },
    { is: 'unknown', op: 2, why: 'ECONNRESET' },
    { is: 'resolved', op: 2, applied: true },
    { is: 'intent', op: 3, kind: 'submit', key: 'key-3', n: 3, ...place },
    { is: 'ack', op: 3, inDoubt: false, taskId: failed, replayed: false },
    { is: 'intent', op: 4, kind: 'fail', taskId: failed, ...place },
    { is: 'ack', op: 4 },
    { is: 'intent', op: 5, kind: 'retry', taskId: failed, ...place },
    { is: 'ack', op: 5 },
    { is: 'intent', op: 6, kind: 'submit', key: 'key-6', n: 6, ...place },
    { is: 'ack', op: 6, inDoubt: false, taskId: cancelled, replayed: false },
    { is: 'intent', op: 7, kind: 'cancel', taskId: cancelled, ...place },
    { is: 'ack', op: 7 },
    { is: 'intent', op: 8, kind: 'complete', taskId: failed, ...place },
    { is: 'ack', op: 8 },
    { is: 'intent', op: 9, kind: 'complete', taskId: failed, ...place },
    { is: 'refused', op: 9, code: 'STALE_ATTEMPT' },
    { is: 'end', taskId: failed, figures: figures(), ...place },
  ];
  reader = [
    { from: cursorAt(pool.logId, 0) },
    ...moments.flatMap(publicEvents).map(({ moment, kind, name }) => ({
      ...{ cursor: cursorAt(pool.logId, moment.record.position), missedBefore: 0, kind, name },
      ...(kind === 'TASK' ? { task: moment.task?.id, status: moment.task?.status } : { task: null, status: null }),
    })),
  ];
  await pool.close();
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the checker of the fault tests', () => {
  it('finds nothing where log, ledger and reader agree', () => {
    expect(check()).toMatchObject({ lost: 0, twice: 0, silent: 0, acknowledged: 7, ambiguous: 1, problems: [] });
  });

  it.each<[string, 'lost' | 'twice' | 'silent', () => void]>([
    ['an acknowledged task that is not in the log', 'lost', () => claim(10, 'submit', { key: 'key-10', n: 10 })],
    ['an acknowledged completion that is not in the log', 'lost', () => claim(10, 'complete', { taskId: 'task_x' })],
    ['an acknowledged replay that is not in the log', 'lost', () => claim(10, 'retry', { taskId: taskOf(1) })],
    ['a refused task that is in the log', 'silent', () => change(1, { is: 'refused', code: 'QUEUE_FULL' })],
    ['a refused completion that is in the log', 'silent', () => change(8, { is: 'refused', code: 'STALE_ATTEMPT' })],
    ['a task that was acknowledged under another id', 'silent', () => change(1, { taskId: 'task_other' })],
    ['what was in doubt and said to be done, and is not', 'lost', () => change(9, { is: 'resolved', applied: true })],
    ['what was in doubt and said not to be done, and is', 'silent', () => change(2, { applied: false })],
    ['a first try that was called a replay', 'silent', () => change(1, { replayed: true })],
    ['an end that nobody intended', 'silent', () => (ledger = ledger.filter(({ op }) => op !== 7))],
    ['figures that do not add up', 'silent', () => (ledger[ledger.length - 1] = { ...ledger.at(-1), figures: {} })],
    ['an event that a reader did not see', 'silent', () => reader.splice(7, 1)],
    ['an event that a reader saw twice', 'silent', () => reader.splice(7, 0, reader[7]!)],
    ['two events that a reader saw the wrong way round', 'silent', () => reader.splice(7, 2, reader[8]!, reader[7]!)],
    ['a reader that missed something and was told', 'silent', () => (reader[7] = { ...reader[7], missedBefore: 1 })],
    ['a task that ended otherwise than it had to', 'silent', () => expectEnd(0, 'FAILED', 'AGENT_FAILED')],
    ['an attempt that ended otherwise than it had to', 'silent', () => expectEnd(5, 'COMPLETED', 'AGENT_FAILED')],
    ['a worker that paused and lost no lease', 'silent', () => ledger.push(worker('pause'))],
    ['a reader that stopped before the end', 'silent', () => (reader = reader.slice(0, 9))],
  ])('finds %s', (_, kind, lie) => {
    lie();
    const verdict = check();
    expect(verdict[kind]).toBeGreaterThan(0);
    expect(verdict.problems.join()).toContain(kind);
  });

  it('finds records that are gone, or changed since it saw them', () => {
    check();
    alter(logFolder(), 'DELETE FROM batch WHERE last = (SELECT max(last) FROM batch)');
    expect(check().lost).toBeGreaterThan(0);
  });

  it('finds a lease that ended though its worker was told in time and did not pause', async () => {
    const journal = new SqliteJournal({ directory: logFolder(), durability: 'os' });
    const { last, epoch } = await journal.open();
    const ended = (await journal.read(0, 1_000)).find(({ event }) => event.type === 'AttemptFailed')!;
    const event = { ...ended.event, outcome: 'LEASE_EXPIRED' } as typeof ended.event;
    await journal.append([{ ...ended, event, position: last + 1 }], last, epoch);
    await journal.close();
    const told = { ...worker('told'), beatMs: 300 };
    const honest = ledger;
    const problems = (...lines: Line[]): string => {
      ledger = [...honest, ...lines];
      return check().problems.join();
    };
    expect(problems({ ...told, atMs: ended.atMs - 1_000 })).toContain('its worker was beating');
    expect(problems({ ...told, atMs: ended.atMs - 100 })).not.toContain('its worker was beating');
    expect(problems({ ...told, atMs: ended.atMs - 1_000 }, worker('pause'))).not.toContain('its worker was beating');
  });

  it.each<[string, (chunks: Chunk[]) => Chunk[]]>([
    ['has forgotten a task that is still to be done', (chunks) => chunks.filter(({ kind }) => kind !== 'tasks')],
    ['shows a task as it was before', (chunks) => chunks.map(withoutLastRecord)],
    ['does not know a key', (chunks) => chunks.filter(({ kind }) => kind !== 'keys')],
  ])('finds a snapshot that %s', async (_, lie) => {
    const journal = new SqliteJournal({ directory: logFolder(), durability: 'os' });
    const { epoch } = await journal.open();
    // Up to the second task, which waits.
    const records = await journal.read(0, 1_000);
    const position = records.findLast(({ event }) => event.type === 'TaskSubmitted')!.position;
    const state = emptyState();
    const histories = new Map<string, TaskRecord[]>();
    for (const record of records.slice(0, position)) {
      evolve(state, record);
      if (!('taskId' in record.event)) continue;
      const { taskId } = record.event;
      histories.set(taskId, [...(histories.get(taskId) ?? []), { record, agent: null }]);
    }
    const tasks = [...histories.values()].map((history) => ({ history, routings: [] }));
    const chunks = [...chunksOf(capture(state), tasks)];
    await journal.writeSnapshot({ position, chunks: Readable.from(chunks) }, epoch);
    expect(await closedAndChecked(journal)).toMatchObject({ silent: 0, problems: [] });
    const again = await journal.open();
    await journal.writeSnapshot({ position, chunks: Readable.from(lie(chunks)) }, again.epoch);
    expect((await closedAndChecked(journal)).silent).toBeGreaterThan(0);
  });

  it('finds an attempt that is accepted twice, in a log that is whole by itself', async () => {
    const journal = new SqliteJournal({ directory: logFolder(), durability: 'os' });
    const { last, epoch } = await journal.open();
    const records = await journal.read(0, 1_000);
    const again = records.find(({ event }) => event.type === 'TaskCompleted')!;
    await journal.append([{ ...again, position: last + 1 }], last, epoch);
    await journal.close();
    expect(check().twice).toBeGreaterThan(0);
  });
});

type Chunk = SnapshotChunk;

function withoutLastRecord(chunk: Chunk): Chunk {
  if (chunk.kind !== 'tasks') return chunk;
  return { ...chunk, histories: chunk.histories.map((history) => history.slice(0, Math.max(1, history.length - 1))) };
}

async function closedAndChecked(journal: SqliteJournal): Promise<Verdict> {
  await journal.close();
  return check();
}

function logFolder(): string {
  return join(folder, 'data', 'pools', 'default');
}

function check(): Verdict {
  writeFileSync(join(folder, 'ledger.jsonl'), text(ledger));
  writeFileSync(join(folder, 'reader-default-steady.jsonl'), text(reader));
  const output = execFileSync(process.execPath, ['tests/faults/check.mjs', folder, '--end'], { env: {} });
  return JSON.parse(output.toString()) as Verdict;
}

/** Says that something was done that was not. */
function claim(op: number, kind: string, more: Line): void {
  ledger.push({ is: 'intent', op, kind, pool: 'default', ...more });
  ledger.push({ is: 'ack', op, taskId: 'task_x', replayed: false });
}

/** Says something else of what came of an operation. */
function change(op: number, more: Line): void {
  ledger = ledger.map((line) => (line['op'] === op && line['is'] !== 'intent' ? { ...line, ...more } : line));
}

/** Says of a submission that its task had to end in a certain way. */
function expectEnd(nth: number, status: string, outcome: string): void {
  ledger[nth] = { ...ledger[nth], ends: { status, outcome } };
}

/** What a remote worker says of the attempt that failed. */
function worker(is: string): Line {
  return { is, pool: 'default', taskId: taskOf(3), attempt: 1 };
}

function taskOf(op: number): unknown {
  return ledger.find((line) => line['op'] === op && line['is'] === 'ack')?.['taskId'];
}

function figures(): Line {
  return {
    ...{ tasksTotal: 3, tasksPending: 0, tasksInProgress: 0 },
    ...{ tasksCompleted: 2, tasksFailed: 0, tasksCancelled: 1 },
  };
}

function text(lines: readonly Line[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
