import { existing, key, oneOf, text, url, whole } from './key.js';

const DAY_MS = 24 * 3_600_000;

/** How large pools are, how they wait, and what they keep. */
export const POOL_KEYS = {
  size: key(
    whole(0, 1_024),
    4,
    'number',
    'Agents of the default pool at start; 0 starts a running pool without agents',
  ),
  maxSize: key(whole(1, 1_024), 16, 'number', 'Most agents of a pool (`POOL_FULL` beyond)'),
  maxQueue: key(whole(1, 1_000_000), 100, 'number', 'Most pending tasks of a pool (`QUEUE_FULL` beyond)'),
  leaseMs: key(
    whole(500, 3_600_000),
    30_000,
    'ms',
    'Lease of an attempt on a REMOTE agent, and how long an agent may say nothing',
  ),
  heartbeatMs: key<number | null>(
    whole(50, 1_800_000),
    null,
    'ms',
    'How often a REMOTE agent is told to give a sign of life; at most half of the lease',
    { shown: 'a third of the lease' },
  ),
  backoffBaseMs: key(whole(1, 3_600_000), 1_000, 'ms', 'Upper end of the first backoff; doubles with each attempt'),
  backoffCapMs: key(whole(1, 24 * 3_600_000), 60_000, 'ms', 'Upper end of every backoff'),
  retentionCount: key(whole(0, 10_000_000), 10_000, 'number', 'Settled tasks kept per pool'),
  retentionMs: key(whole(1_000, 3_650 * DAY_MS), 7 * DAY_MS, 'ms', 'How long they are kept', {
    shown: '604800000 (7 days)',
  }),
  snapshotEvery: key(
    whole(100, 10_000_000),
    200_000,
    'number',
    'Records between two snapshots of a pool, twice its tasks where that is more: fewer make its next start quicker and its log shorter',
  ),
  assignmentLatencyTargetMs: key(
    whole(1, 3_600_000),
    500,
    'ms',
    'What is promised from submission to assignment while an agent is idle: shown by `serverInfo` beside what was measured',
  ),
} as const;

/** What agents run, and what they rely on. */
export const AGENT_KEYS = {
  agentKind: key(
    oneOf('PROCESS', 'REMOTE'),
    'PROCESS',
    'kind',
    'Agents made where nobody says of which kind: `PROCESS` or `REMOTE`',
  ),
  handlers: key<string | null>(text, null, 'file', 'Module with the task handlers', {
    ...existing,
    shown: 'the example pack',
  }),
  agentCommand: key<string | null>(
    text,
    null,
    'command',
    'Program to run as PROCESS agent instead of the Node agent host',
    { shown: 'none' },
  ),
  agentMemoryMb: key(whole(64, 65_536), 512, 'MiB', 'Memory at which a PROCESS agent is killed'),
  root: key(text, '.', 'folder', 'The only folder tree that the example handlers read', {
    ...existing,
    env: 'AGENT_ROOT',
    shown: 'the current folder',
  }),
  discoveryUrl: key<string | null>(
    url(),
    null,
    'url',
    'Health address of the discovery service, which DISCOVERY and MIGRATION tasks need. Agents get its origin as AGENT_DISCOVERY_SERVICE_URL',
    { shown: 'none; with the example pack its own discovery service is started' },
  ),
  discoveryIntervalMs: key(whole(50, 3_600_000), 5_000, 'ms', 'Between two checks of it'),
} as const;
