import type { TaskType } from '../../../../src/generated/graphql';

/** An example for a type of task, as the example pack takes it. */
export interface Preset {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What the types are for, and examples of what they are given. Another server's handlers may take something else. */
export const FORMS: Readonly<Record<TaskType, { readonly what: string; readonly presets: readonly Preset[] }>> = {
  GENERAL: {
    what: 'Anything. The example pack counts words, and can take its time or fail on purpose.',
    presets: [
      { name: 'Count words', payload: { text: 'One pool, many agents.' } },
      { name: 'Take five seconds', payload: { text: 'Slow on purpose.', sleepMs: 5_000 } },
      {
        name: 'Fail once, then succeed',
        payload: { text: 'Second time lucky.', fail: { code: 'FLAKY', message: 'fails the first time', times: 1 } },
      },
      {
        name: 'Fail for good',
        payload: { text: 'Never.', fail: { code: 'BROKEN', message: 'cannot be done', retryable: false } },
      },
    ],
  },
  RESEARCH: {
    what: 'Finds the passages of a folder that fit a query, each with its source.',
    presets: [
      { name: 'Search the documentation', payload: { query: 'how a task is retried', folder: 'docs', limit: 5 } },
    ],
  },
  INGEST: {
    what: 'Reads a folder of Markdown or text and builds a search index of it.',
    presets: [{ name: 'Index the documentation', payload: { folder: 'docs' } }],
  },
  DISCOVERY: {
    what: 'Asks the discovery service which components there are below a folder. Waits while that service is down.',
    presets: [{ name: 'Components of the whole folder', payload: { folder: '.' } }],
  },
  MIGRATION: {
    what: 'Plans the move of a component and changes nothing. Waits while the discovery service is down.',
    presets: [{ name: 'Plan a move', payload: { component: 'console', folder: '.', target: 'apps/console' } }],
  },
  HEARTBEAT: {
    what: 'A sign of life: what the agent measures of itself.',
    presets: [{ name: 'Nothing to say', payload: {} }],
  },
};

/** The first example of a type, as text. */
export function exampleOf(type: TaskType, index = 0): string {
  return JSON.stringify(FORMS[type].presets[index]?.payload ?? {}, null, 2);
}
