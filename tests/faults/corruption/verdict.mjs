import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteJournal } from '../../../dist/journal/sqlite-journal.js';
import { onCopy } from '../check/files.mjs';
import { foldLog } from '../check/fold.mjs';
import { compareWithLedger } from '../check/ledger.mjs';
import { readDirectly } from '../check/read-log.mjs';
import { FILES } from './damages.mjs';

const NOTHING = { named: 0, readable: 0 };
const NOBODY = { lost: () => undefined, twice: () => undefined, silent: () => undefined };

/**
 * Opens a damaged copy of a log as a server would. Whatever was acknowledged by that moment must be shown as it was, or lie in what is
 * named as lost, or behind a snapshot that shows its end; nothing else may be shown.
 *
 * @param {string} directory
 * @param {import('./moments.mjs').Moment} moment
 * @param {{ isForeign: boolean, isContinued: boolean }} how one of its files is another log's; it is written to, where it is whole
 * @param {import('../check/findings.mjs').Findings} findings
 * @returns {Promise<{ said: 'harmless' | 'warned' | 'damaged' | 'refused', named: number, readable: number }>}
 *   `named`: records that are named as lost; `readable`: those of them that SQL reads as they were, since what vouches for them is gone
 */
export async function judge(directory, moment, { isForeign, isContinued }, findings) {
  const of = findings.of(moment.name);
  const inFile = recordsInFile(directory);
  const before = bytesOf(directory);
  const journal = new SqliteJournal({ directory, durability: 'fsync' });
  const head = await journal.open().catch((error) => ({ error }));
  if (head.error !== undefined) {
    if (head.error.code !== 'CORRUPT') of.silent(`it rejects with ${head.error.code}: ${head.error.message}`);
    if (!sameFiles(before, bytesOf(directory))) of.silent('a refused log was changed');
    return { ...NOTHING, said: 'refused' };
  }
  try {
    if (head.damage === null) return await judgeWhole(journal, head, moment, inFile, isContinued, findings);
    const verdict = await judgeDamaged(journal, head, moment, inFile, isForeign, findings);
    await journal.close();
    if (!sameFiles(before, bytesOf(directory))) of.silent('a damaged log was changed');
    return verdict;
  } catch (error) {
    of.silent(`reading rejects with ${error.code ?? error.stack}: ${error.message}`);
    return { ...NOTHING, said: 'damaged' };
  } finally {
    await journal.close();
  }
}

/** What is called whole has to be whole for the checker too, which reads the file itself; and goes on. */
async function judgeWhole(journal, head, moment, inFile, isContinued, findings) {
  const { first, last, warnings } = head;
  const of = findings.of(moment.name);
  if (last < moment.told || last > moment.last) of.lost(`ends at ${last}, not at ${moment.last}`);
  if (first !== moment.earliest + 1) of.silent(`begins at ${first}, not at ${moment.earliest + 1}`);
  const shown = await shownBy(journal, last, () => false);
  for (const [position, record] of shown)
    if (JSON.stringify(inFile?.get(position)) !== JSON.stringify(record))
      of.silent(`record ${position} is shown, and is not so in the file`);
  const snapshotAt = await snapshotOf(journal, moment, warnings, of);
  compareWithMoment({ shown, isNamed: () => false, snapshotAt }, moment, findings);
  if (isContinued && !(await goesOn(journal, head, moment))) of.silent('is not whole after an append');
  return { ...NOTHING, said: warnings.length > 0 ? 'warned' : 'harmless' };
}

/** Whether it takes one more record, and is whole with it when it is opened again. */
async function goesOn(journal, { last, epoch }, { records }) {
  await journal.append([{ ...records.at(-1), position: last + 1 }], last, epoch);
  await journal.close();
  const again = await journal.open();
  return again.damage === null && again.last === last + 1;
}

async function judgeDamaged(journal, head, moment, inFile, isForeign, findings) {
  const { damage, warnings, logId, last, epoch } = head;
  const of = findings.of(moment.name);
  const code = await journal.append([{ ...moment.records[0], position: last + 1 }], last, epoch).then(
    () => 'nothing',
    (error) => error.code,
  );
  if (code !== 'DAMAGED') of.silent(`an append to a damaged log rejects with ${code}`);
  // What another log has lost of this one nobody can say.
  if (logId !== moment.logId) return { ...NOTHING, said: 'damaged' };
  const isNamed = (position) => damage.lost.some(({ from, to }) => position >= from && position <= to);
  const shown = await shownBy(journal, moment.last, isNamed);
  // A snapshot's row does not say of which log it is.
  const snapshotAt = await snapshotOf(journal, moment, [...warnings, ...damage.places], isForeign ? NOBODY : of);
  compareWithMoment({ shown, isNamed, snapshotAt }, moment, findings);
  const named = moment.records.filter(({ position }) => position > moment.earliest && isNamed(position));
  const readable = named.filter(({ position }) => JSON.stringify(inFile?.get(position)) === moment.lines[position - 1]);
  return { said: 'damaged', named: named.length, readable: readable.length };
}

/** The whole history as somebody knows it who has read what is shown and what is named, against archive and ledger. */
function compareWithMoment({ shown, isNamed, snapshotAt }, moment, findings) {
  const of = findings.of(moment.name);
  const known = [];
  for (let position = 1; position <= moment.last; position += 1) {
    const record = shown.get(position);
    const isBehindSnapshot = position <= moment.earliest && position <= snapshotAt;
    if (record !== undefined) {
      if (JSON.stringify(record) !== moment.lines[position - 1]) of.silent(`record ${position} is another`);
      known.push(record);
    } else if (isNamed(position) || isBehindSnapshot) known.push(moment.records[position - 1]);
    // Of an end that nobody was told of, the ledger alone knows whether it may be missing.
    else if (position <= moment.told) of.silent(`record ${position} is neither shown nor named`);
  }
  for (const position of shown.keys()) if (position > moment.last) of.silent(`record ${position} was never written`);
  const folded = foldLog(known, of);
  compareWithLedger(moment.ledger, new Map([[moment.pool, { folded }]]), findings);
}

async function shownBy(journal, last, isNamed) {
  const shown = new Map();
  for (let after = journal.earliest(); after < last;) {
    const page = isNamed(after + 1) ? [] : await journal.read(after, 1_000).catch(nothingWhereDamaged);
    for (const record of page) shown.set(record.position, record);
    after = page.at(-1)?.position ?? after + 1;
  }
  return shown;
}

/** Whether it was to be shown, archive and ledger know. */
function nothingWhereDamaged(error) {
  if (error.code === 'DAMAGED') return [];
  throw error;
}

/** Up to which record a snapshot tells what came of everything, or it is said that none does. */
async function snapshotOf(journal, { snapshots, earliest }, said, of) {
  let snapshot;
  try {
    snapshot = await journal.newestSnapshot();
  } catch (error) {
    if (error.code !== 'CORRUPT' || said.length === 0) of.silent(`the snapshot rejects with ${error.code}`);
    return earliest;
  }
  // An older one, or none where the log is whole from its first record, leads to the same state.
  if (snapshot === null) {
    if (said.length === 0 && earliest > 0) of.silent('has silently lost its snapshots');
    return said.length > 0 ? earliest : 0;
  }
  const chunks = [];
  for await (const chunk of snapshot.chunks) chunks.push(`${JSON.stringify(chunk)}\n`);
  if (chunks.join('') !== snapshots.get(snapshot.position))
    of.silent(`the snapshot at ${snapshot.position} is another`);
  return snapshot.position;
}

/** By SQL and JSON alone, as far as they go; null where they do not. */
function recordsInFile(directory) {
  try {
    const { records } = onCopy(directory, (copy) => readDirectly(copy, NOBODY));
    return new Map(records.map((record) => [record.position, record]));
  } catch {
    return null;
  }
}

function bytesOf(directory) {
  return new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))]));
}

function sameFiles(before, after) {
  return FILES.every(
    (name) => Buffer.compare(before.get(name) ?? Buffer.alloc(0), after.get(name) ?? Buffer.alloc(0)) === 0,
  );
}
