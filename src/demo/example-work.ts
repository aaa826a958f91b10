import type { TaskType } from '../generated/graphql.js';
import { between, type Chance, dealer, oneOf } from './chance.js';

/** A task of the demo, for the example pack of handlers. Durations are those at pace 1. */
export interface Work {
  readonly type: TaskType;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly priority: number;
  /** Left out: what the pool gives. */
  readonly maxAttempts?: number;
  readonly timeoutMs?: number;
  readonly requiredSkills?: readonly string[];
  /** Which of the agents is preferred, as a number in [0, 1); left out: none. */
  readonly prefers?: number;
  /** Submitted a second time with the same idempotency key. */
  readonly twice: boolean;
  /** It is meant to end as FAILED. */
  readonly fails: boolean;
}

/** What some of the work requires, and one of the agents is told to have. */
export const SKILL = 'markdown';

/** Part of every package, so of a clone and of an installation. */
const FILES = [
  'README.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'docs/agent-protocol.md',
  'docs/command-line.md',
  'docs/configuration.md',
  'docs/guarantees.md',
  'docs/lifecycles.md',
  'docs/operations/incidents.md',
  'docs/operations/runbook.md',
  'examples/README.md',
] as const;
const FOLDERS = ['docs', 'docs/operations', 'docs/decisions', 'examples'] as const;
const COMPONENTS = ['examples/urql', 'examples/apollo-client', 'examples/llm-agent'] as const;
const QUERIES = [
  'how long a lease lasts',
  'backoff with jitter',
  'what survives a crash',
  'resume a subscription from a cursor',
  'restore a backup',
  'dependency down',
  'roles and API keys',
  'own handlers',
] as const;

type Card = (chance: Chance) => Partial<Work> & Pick<Work, 'type' | 'payload'>;

const file: Card = (chance) => ({ type: 'GENERAL', payload: { path: oneOf(chance, FILES) } });
const slow: Card = (chance) => ({
  type: 'GENERAL',
  payload: { path: oneOf(chance, FILES), sleepMs: between(chance, 1_500, 7_000) },
});
/** Fails on the first agent and is done by another one. */
const stumble: Card = (chance) => ({
  type: 'GENERAL',
  payload: {
    path: oneOf(chance, FILES),
    sleepMs: between(chance, 300, 1_500),
    fail: { code: 'STUMBLED', message: 'The first attempt of this demo task fails on purpose.', times: 1 },
  },
});
const research: Card = (chance) => ({
  type: 'RESEARCH',
  payload: { query: oneOf(chance, QUERIES), folder: oneOf(chance, FOLDERS), limit: between(chance, 1, 6) },
});
const ingest: Card = (chance) => ({ type: 'INGEST', payload: { folder: oneOf(chance, FOLDERS) } });
const discovery: Card = (chance) => ({
  type: 'DISCOVERY',
  payload: { folder: oneOf(chance, ['examples', ...COMPONENTS]) },
});
const migration: Card = (chance) => {
  const component = oneOf(chance, COMPONENTS);
  return { type: 'MIGRATION', payload: { component, folder: 'examples', target: component.replace('/', '/moved/') } };
};
const heartbeat: Card = (chance) => ({ type: 'HEARTBEAT', payload: {}, prefers: chance() });
/** Each attempt fails, on one agent after the other. */
const hopeless: Card = () => ({
  type: 'GENERAL',
  payload: { fail: { code: 'HOPELESS', message: 'Every attempt of this demo task fails on purpose.' }, sleepMs: 500 },
  maxAttempts: 2,
  fails: true,
});
/** Nobody would fare better, so there is one attempt. */
const wrong: Card = (chance) => ({
  ...oneOf<Pick<Work, 'type' | 'payload'>>(chance, [
    { type: 'RESEARCH', payload: { query: 'the field is misspelt', folders: 'docs' } },
    { type: 'GENERAL', payload: { path: 'docs/of-yesterday.md' } },
    { type: 'INGEST', payload: { folder: '../elsewhere' } },
  ]),
  fails: true,
});

/** So many of each that four agents are busy half of the time, and that all come soon. */
const CARDS: readonly [Card, ...Card[]] = [
  file,
  ...[file, slow, slow, slow, slow, stumble, stumble, research, research, research, ingest],
  ...[discovery, discovery, migration, heartbeat, heartbeat, hopeless, wrong],
];

/** Example work without end; what follows on what is for `chance` to say. */
export function createExampleWork(chance: Chance): () => Work {
  const deal = dealer(chance, CARDS);
  const special = dealer<'none' | 'skilled' | 'urgent' | 'twice'>(chance, [
    'none',
    'none',
    'none',
    'skilled',
    'none',
    'urgent',
    'none',
    'twice',
  ]);
  return () => {
    const work = { priority: 0, twice: false, fails: false, ...deal()(chance) };
    switch (special()) {
      case 'skilled':
        return { ...work, requiredSkills: [SKILL] };
      case 'urgent':
        return { ...work, priority: between(chance, 1, 10) };
      case 'twice':
        return { ...work, twice: true };
      case 'none':
        return work;
    }
  };
}

/** What its agent is slow with: the attempt runs out of time, and the agent is replaced. */
export const TIMED_OUT: Work = {
  ...{ type: 'GENERAL', payload: { sleepMs: 10_000 }, priority: 5 },
  ...{ timeoutMs: 2_000, maxAttempts: 1, twice: false, fails: true },
};

/** Long enough to be called off while it runs. */
export const LONG: Work = { type: 'GENERAL', payload: { sleepMs: 9_000 }, priority: 3, twice: false, fails: false };

/** Waits while the discovery service is away. */
export function gatedWork(chance: Chance): Work[] {
  return [discovery, migration, discovery].map((card) => ({
    ...{ priority: 0, twice: false, fails: false },
    ...card(chance),
  }));
}

/** One of many at once: it takes a moment, so that they can be seen to queue. */
export function burstWork(chance: Chance): Work {
  return {
    ...{ type: 'GENERAL', payload: { path: oneOf(chance, FILES), sleepMs: between(chance, 200, 500) } },
    ...{ priority: 0, twice: false, fails: false },
  };
}
