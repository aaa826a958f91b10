import { percentile } from './suite.mjs';

const MOST_PROBLEMS = 20;

/** Adds up the campaigns of a suite into the line that it ends with. */
export class Tally {
  faults = {};
  #sums = {
    acknowledged: 0,
    lost: 0,
    twice: 0,
    ambiguous: 0,
    silent: 0,
    refused: 0,
    events: 0,
    resumed: 0,
    carried: 0,
    turnedAway: 0,
    leasesEnded: 0,
    toldLate: 0,
  };
  #rounds = 0;
  #recoveriesMs = [];
  #problems = [];

  fault(kind, count = 1) {
    this.faults[kind] = (this.faults[kind] ?? 0) + count;
  }

  round() {
    this.#rounds += 1;
  }

  /** What went wrong beside what the checker found; it counts as silent. */
  problem(what) {
    this.#problems.push(what);
    this.#sums.silent += 1;
  }

  add(campaign) {
    const { verdict } = campaign;
    for (const name of Object.keys(this.#sums)) this.#sums[name] += verdict?.[name] ?? 0;
    this.#sums.resumed += campaign.resumed;
    this.#sums.turnedAway += campaign.turnedAway;
    this.#sums.carried += campaign.carried;
    this.#sums.silent += campaign.problems.length;
    this.#recoveriesMs.push(...campaign.recoveriesMs);
    for (const problem of campaign.findings) this.#problems.push(`${problem} (${campaign.folder})`);
  }

  /** What the checker's own means found elsewhere than in a campaign, and where that was. */
  addFindings({ counts, problems }, where) {
    for (const [name, count] of Object.entries(counts)) this.#sums[name] += count;
    for (const problem of problems) this.#problems.push(`${problem} (${where})`);
  }

  get line() {
    return {
      ...{ rounds: this.#rounds, faults: this.faults, ...this.#sums },
      recoveryP50Ms: percentile(this.#recoveriesMs, 0.5),
      recoveryMaxMs: percentile(this.#recoveriesMs, 1),
      problems: firstOf(this.#problems),
    };
  }
}

/** Of one cause there may be thousands. */
function firstOf(problems) {
  const more = problems.length - MOST_PROBLEMS;
  return more > 0 ? [...problems.slice(0, MOST_PROBLEMS), `and ${more} more`] : problems;
}
