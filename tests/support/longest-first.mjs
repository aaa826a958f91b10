/**
 * What takes longest, in this order, before everything else: Jest would begin with the largest files on a machine that has not run them
 * yet, and end with one worker waiting for the other. A name that is forgotten costs time and nothing else.
 */
const LONG = [
  'e2e/agent-faults.test.ts',
  'e2e/faults.test.ts',
  'e2e/package.test.ts',
  'e2e/hostile-agents.test.ts',
  'e2e/demo.test.ts',
  'e2e/remote-partition.test.ts',
  'e2e/stalls.test.ts',
  'e2e/watchdog.test.ts',
  'e2e/readers.test.ts',
  'e2e/real-input.test.ts',
];

/** Jest's order of suites. The order of those that are not long is Jest's own: the larger first. */
export default class LongestFirst {
  sort(tests) {
    const rank = ({ path }) => {
      const place = LONG.findIndex((name) => path.endsWith(`/tests/${name}`));
      return place === -1 ? LONG.length : place;
    };
    const size = ({ path, context }) => context.hasteFS.getSize(path) ?? 0;
    return [...tests].sort((a, b) => rank(a) - rank(b) || size(b) - size(a));
  }

  /** Every suite once in some shard, so many to each. */
  shard(tests, { shardIndex, shardCount }) {
    return this.sort(tests).filter((_, position) => position % shardCount === shardIndex - 1);
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {
    // The order does not depend on runs before.
  }
}
