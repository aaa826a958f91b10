const MAX_PROBLEMS = 50;

/**
 * What the checker holds against the server. `lost`: acknowledged and not in the log. `twice`: there more than once, or accepted
 * for an attempt that was over. `silent`: any other contradiction, which nobody was told of.
 */
export class Findings {
  counts = { lost: 0, twice: 0, silent: 0 };
  problems = [];

  of(pool) {
    const note = (kind) => (what) => {
      this.counts[kind] += 1;
      if (this.problems.length < MAX_PROBLEMS) this.problems.push(`${kind}: ${pool}: ${what}`);
    };
    return { lost: note('lost'), twice: note('twice'), silent: note('silent') };
  }
}
