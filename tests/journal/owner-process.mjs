/*
 * A process that owns a log, to be killed: node owner-process.mjs <job> <directory> <durability>.
 * Writes a line to its standard output whenever the test may go on.
 */
import { SqliteJournal } from '../../dist/journal/sqlite-journal.js';

const [job, directory, durability] = process.argv.slice(2);
const journal = new SqliteJournal({ directory, durability });
const { epoch, last } = await journal.open().catch((refusal) => {
  say(refusal.code);
  process.exit(1);
});

const jobs = {
  /** Holds the log and does nothing. */
  hold: () => say('open'),

  /** Appends for ever, saying each position once it is acknowledged. */
  async append() {
    for (let position = last; ;) say(await journal.append([record(++position)], position - 1, epoch));
  },

  /** Stays in the middle of a snapshot. */
  async snapshot() {
    async function* chunks() {
      yield 'x'.repeat(300_000);
      say('half');
      await new Promise(() => {});
    }
    await journal.writeSnapshot({ position: last, chunks: chunks() }, epoch);
  },

  /** Appends until that fails, then says how, and how the next call fails. */
  async fail() {
    for (let position = last; ;) {
      try {
        say(await journal.append([record(++position)], position - 1, epoch));
      } catch (error) {
        const next = await journal.read(0, 1).catch((refusal) => refusal.code);
        say(`${error.code} ${next}`);
        return journal.close();
      }
    }
  },

  /** Uses the log and leaves; nothing may keep the process alive. */
  async leave() {
    say(await journal.append([record(last + 1)], last, epoch));
    await journal.close();
  },
};

await jobs[job]();

function record(position) {
  return {
    position,
    atMs: position,
    clockMs: position,
    event: { type: 'PoolDegraded', reason: 'r'.repeat(200), waitingTasks: 0 },
  };
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
