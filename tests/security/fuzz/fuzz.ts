import { buildSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import { Chance } from './chance.js';
import { type Answered, play, type Transport, TRANSPORTS } from './inputs.js';
import { isAccepted, leaksIn } from './oracles.js';
import { Subject, type Held } from './subject.js';

export interface FuzzOptions {
  readonly seed: number;
  readonly forMs: number;
  readonly onProgress?: (inputs: number, findings: number) => void;
}

export interface Tally {
  accepted: number;
  refused: number;
  /** Closed, or left without an answer. */
  unanswered: number;
}

export interface FuzzReport {
  readonly seed: number;
  readonly inputs: number;
  readonly byTransport: Readonly<Record<Transport, Tally>>;
  /** What went wrong, each with what was under way then. */
  readonly findings: readonly string[];
  /** The longest turn of the server's event loop, in processor time of its thread. */
  readonly greatestStallMs: number;
  /** The longest that it slept within one, which the load of others makes longer. */
  readonly greatestBlockedMs: number;
  readonly slowestLivezMs: number;
  readonly before: Held;
  readonly after: Held;
}

/** Inputs under way at once. */
const LANES = 16;
/** Until what is filled once is full: caches, code that was compiled, tasks that are kept. */
const WARM_UP_INPUTS = 1_000;
const LONGEST_WARM_UP_MS = 6_000;
const MAX_FINDINGS = 20;

/** Of the heap after the warm-up: caches, tasks that are kept and events in memory have bounds that it does not reach. */
export const MAX_GROWTH_BYTES = 64_000_000;

/** Sends a real server what nobody should, and looks at it all the while. What is sent follows from the seed. */
export async function fuzz({ seed, forMs, onProgress }: FuzzOptions): Promise<FuzzReport> {
  const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
  const subject = await Subject.start();
  const { ground: there, secrets } = subject;
  const ground = { ...there, schema };
  const findings: string[] = [];
  const byTransport = Object.fromEntries(
    TRANSPORTS.map((transport) => [transport, { accepted: 0, refused: 0, unanswered: 0 }]),
  ) as Record<Transport, Tally>;
  const underWay = new Map<number, string>();
  let [inputs, isWarm] = [0, false];

  const judge = (nth: number, { transport, sent, answer }: Answered): void => {
    const tally = byTransport[transport];
    if (answer === '') tally.unanswered += 1;
    else if (isAccepted(answer)) tally.accepted += 1;
    else tally.refused += 1;
    for (const leak of leaksIn(answer, sent, secrets))
      findings.push(
        `input ${String(nth)} over ${transport} was answered with ${leak}: ${excerpt(answer)} for ${excerpt(sent)}`,
      );
  };
  const lane = async (goesOn: () => boolean): Promise<void> => {
    while (goesOn() && subject.lives && findings.length < MAX_FINDINGS) {
      const nth = inputs++;
      underWay.set(nth, '');
      try {
        judge(nth, await play(new Chance((seed * 1_000_003 + nth) >>> 0), ground));
      } catch (error) {
        findings.push(`input ${String(nth)} broke: ${String(error)}`);
      }
      underWay.delete(nth);
    }
  };
  const lanes = (goesOn: () => boolean) => Promise.all(Array.from({ length: LANES }, () => lane(goesOn)));
  subject.onStall = (ms) => {
    if (isWarm)
      findings.push(`a stall of ${String(Math.round(ms))} ms around inputs ${[...underWay.keys()].join(', ')}`);
  };

  const watch = subject.watchLivez();
  const progress = setInterval(() => onProgress?.(inputs, findings.length), 10_000);
  const warmUntilMs = performance.now() + LONGEST_WARM_UP_MS;
  await lanes(() => inputs < WARM_UP_INPUTS && performance.now() < warmUntilMs);
  isWarm = true;
  const before = await subject.held();
  const untilMs = performance.now() + forMs;
  await lanes(() => performance.now() < untilMs);
  clearInterval(progress);
  const slowestLivezMs = await watch.end();
  const after = await subject.held();
  findings.push(...subject.complaints(), ...(await subject.stop()));
  return {
    seed,
    inputs,
    byTransport,
    findings,
    greatestStallMs: after.stallMs,
    greatestBlockedMs: after.blockedMs,
    slowestLivezMs,
    before,
    after,
  };
}

export function reportLine({
  seed,
  inputs,
  byTransport,
  greatestStallMs,
  greatestBlockedMs,
  slowestLivezMs,
  before,
  after,
}: FuzzReport): string {
  const counts = TRANSPORTS.map((transport) => {
    const { accepted, refused, unanswered } = byTransport[transport];
    return `${transport} ${String(accepted)}/${String(refused)}/${String(unanswered)}`;
  });
  const megabytes = ({ heapUsed }: Held): string => (heapUsed / 1e6).toFixed(1);
  return [
    `seed ${String(seed)}: ${String(inputs)} inputs (accepted/refused/unanswered: ${counts.join(', ')})`,
    `greatest stall ${greatestStallMs.toFixed(0)} ms (and ${greatestBlockedMs.toFixed(0)} ms asleep in a turn), slowest /livez ${slowestLivezMs.toFixed(0)} ms`,
    `heap ${megabytes(before)} MB before, ${megabytes(after)} MB after`,
    `handles ${JSON.stringify(after.handles)}`,
  ].join('; ');
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 1_500 ? `${text.slice(0, 1_500)}...` : text);
}
