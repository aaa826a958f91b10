/**
 * What was promised, before anything was measured: the target, the figure it is judged by, and how. `figure` gives null where the run has
 * not measured it. `limit` says what keeps it from being better; it stands in RESULTS.md whether the target is met or not.
 *
 * @typedef {{ what: string, target: string, figure: (of: (bench: string, name: string) => number) => number | null,
 *   isMet: (figure: number) => boolean, unit: string, limit: string }} Target
 */

const atLeast = (least) => (value) => value >= least;
const atMost = (most) => (value) => value <= most;

/** How many times what the other has, the less of several. */
const leastRatio = (of, bench, pairs) =>
  Math.min(...pairs.map(([ours, theirs]) => of(bench, ours) / of(bench, theirs)));

const MERCURIUS = 'Mercurius + jit + TypeGraphQL';
const FLOOR = 'ws alone, one string for all';

/** @type {Target[]} */
export const TARGETS = [
  {
    what: 'rules alone, one core',
    target: '300,000 lifecycles/s',
    figure: (of) => of('queue-depth', 'ours, rules alone #100'),
    ...{ isMet: atLeast(300_000), unit: 'lifecycles/s' },
    limit:
      'one thread: a quarter is the collector (four versions of a task and three of an agent each), no function is above 8 %',
  },
  {
    what: 'whole engine in memory, 64 callers',
    target: '300,000 lifecycles/s',
    figure: (of) => of('engine', 'ours, in memory @64'),
    ...{ isMet: atLeast(300_000), unit: 'lifecycles/s' },
    limit:
      'one thread: 27 % is the collector, mostly scavenges, which what is retained and what the feed keeps survive; then the views, which fold each event once more',
  },
  {
    what: 'engine and log, fsync before the answer, 64 callers',
    target: '40,000 lifecycles/s',
    figure: (of) => of('engine', 'ours, fsync @64'),
    ...{ isMet: atLeast(40_000), unit: 'lifecycles/s' },
    limit:
      'two threads in turns: of the journal’s 40 % inserts and flushes, 11 % checkpoints, 30 % waits; of the other 15 % collector, 8 % JSON, 5 % messages, 19 % waits',
  },
  {
    what: 'the same against BullMQ with fsync always',
    target: 'ahead',
    figure: (of) => of('engine', 'ours, fsync @64') / of('engine', 'BullMQ, Redis fsync always @64'),
    ...{ isMet: atLeast(1), unit: 'x' },
    limit: 'as above',
  },
  ...['p50', 'p99'].map((share) => ({
    what: `submit to REMOTE agent, light load, fsync, GraphQL over WebSocket, ${share}`,
    target: share === 'p50' ? 'below 1.5 ms' : 'below 5 ms',
    figure: (of) => of('pickup', `ours, REMOTE agents light ${share}`),
    ...{ isMet: atMost(share === 'p50' ? 1.5 : 5), unit: 'ms' },
    limit: 'the fsync, and two turns of the event loop on each side of a socket',
  })),
  {
    what: 'the same against BullMQ with fsync always, p50',
    target: 'ahead',
    figure: (of) =>
      of('pickup', 'BullMQ, Redis fsync always light p50') / of('pickup', 'ours, REMOTE agents light p50'),
    ...{ isMet: atLeast(1), unit: 'x' },
    limit: 'as above',
  },
  ...[
    ['pool', 'a pool with 16 agents over HTTP'],
    ['busy', 'the same pool while 200 tasks per second are submitted'],
    ['tasks', 'a page of 100 tasks over HTTP'],
    ['submit', 'submitTask over HTTP, nothing on disk'],
  ].map(([operation, what]) => ({
    what: `${what}, against Mercurius with TypeGraphQL and jit`,
    target: 'ahead',
    figure: (of) => leastRatio(of, 'graphql', [[`ours http ${operation}`, `${MERCURIUS} http ${operation}`]]),
    ...{ isMet: atLeast(1), unit: 'x' },
    limit:
      operation === 'submit'
        ? 'a flat profile: 12 % writes to the socket, 8 % collector, then admission, validation of the input, rules and views, none above 2 %'
        : 'node:http itself, and what admission, rules and views do that the peer does not',
  })),
  ...[1_000, 5_000].flatMap((size) => [
    {
      what: `fan-out to ${size.toLocaleString('en-US')} identical subscribers, messages per CPU second, against graphql-ws`,
      target: '5 x',
      figure: (of) =>
        of('fan-out', `ours ${String(size)}/1 perCpuSecond`) /
        of('fan-out', `graphql-ws ${String(size)}/1 perCpuSecond`),
      ...{ isMet: atLeast(5), unit: 'x' },
      limit: 'the writes to sockets, one for each subscriber',
    },
    {
      what: `the same, against a bare ws broadcast, at ${size.toLocaleString('en-US')}`,
      target: '0.7 x',
      figure: (of) =>
        of('fan-out', `ours ${String(size)}/1 perCpuSecond`) / of('fan-out', `${FLOOR} ${String(size)}/1 perCpuSecond`),
      ...{ isMet: atLeast(0.7), unit: 'x' },
      limit: 'the writes to sockets, and an id of its own in each subscriber’s message',
    },
  ]),
  {
    what: 'memory per idle subscriber',
    target: 'below 20 KiB of heap',
    figure: (of) => of('memory', 'ours KiB per subscriber'),
    ...{ isMet: atMost(20), unit: 'KiB' },
    limit: 'the sockets of Node and ws, and the operation of graphql-ws',
  },
  {
    what: 'one stalled reader among 100: p99 of the others, with against without',
    target: 'unchanged (within 1.25 x)',
    figure: (of) => of('stalled-reader', 'ours p99 with') / of('stalled-reader', 'ours p99 without'),
    ...{ isMet: atMost(1.25), unit: 'x' },
    limit: 'p99 of one run to the next differs by as much on this machine',
  },
  {
    what: 'one stalled reader among 100: memory for it',
    target: 'flat (below 8 MiB)',
    figure: (of) => of('stalled-reader', 'ours MiB for it'),
    ...{ isMet: atMost(8), unit: 'MiB' },
    limit: 'what may wait for a socket before its reader is continued from the log',
  },
  ...['ours, rules alone', 'ours, in memory', 'ours, fsync'].map((name) => ({
    what: `cost of a lifecycle with 1,000,000 tasks queued against 100: ${name}`,
    target: 'within 1.5 x',
    figure: (of) => (of('queue-depth', `${name} #1000000`) > 0 ? of('queue-depth', `${name} cost`) : null),
    ...{ isMet: atMost(1.5), unit: 'x' },
    limit:
      'the collector and the processor’s caches, with a million tasks in the heap; with a log also snapshots of all of them',
  })),
  {
    what: 'restart with 1,000,000 events',
    target: 'below 3 s',
    figure: (of) => of('restart', 'kept 1000000'),
    ...{ isMet: atMost(3), unit: 's' },
    limit:
      'every byte of the log is looked at before it is opened, then the last two snapshots and what follows are folded',
  },
  ...['lost', 'twice'].map((outcome) => ({
    what: `kill -9, 100 rounds under load: ${outcome === 'lost' ? 'acknowledged and lost' : 'attempts accepted twice'}`,
    target: '0',
    figure: (of) => (of('kill', 'rounds') >= 100 ? of('kill', outcome) : null),
    ...{ isMet: atMost(0), unit: 'operations' },
    limit: 'answers are held until their batch is on disk',
  })),
];
