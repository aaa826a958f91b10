import type { SubmitTaskInput, TaskType } from '../../../../src/generated/graphql';
import { PoolError } from '../../../../src/sdk/client';
import { freshKey } from '../../../../src/sdk/fresh-key';
import { client } from '../../data/session';
import { exampleOf } from './presets';

/** What stands in the form, as it was written. */
export interface Draft {
  readonly type: TaskType;
  readonly payload: string;
  readonly priority: string;
  readonly skills: string;
  readonly agent: string;
  readonly timeout: string;
  readonly attempts: string;
  readonly key: string;
}

/** With an idempotency key of its own, so that trying again never makes a second task. */
export function draftOf(type: TaskType): Draft {
  const payload = exampleOf(type);
  return { type, payload, priority: '0', skills: '', agent: '', timeout: '', attempts: '3', key: freshKey() };
}

/** What is left empty is the server's to choose; whether a number is one that it takes, it says. */
export function inputOf(draft: Draft, payload: Readonly<Record<string, unknown>>): SubmitTaskInput {
  const skills = draft.skills.split(',').flatMap((skill) => (skill.trim() === '' ? [] : [skill.trim()]));
  return {
    pool: client.pool,
    type: draft.type,
    payload,
    requiredSkills: skills,
    ...(draft.priority !== '' && { priority: Number(draft.priority) }),
    ...(draft.attempts !== '' && { maxAttempts: Number(draft.attempts) }),
    ...(draft.timeout !== '' && { timeoutMs: Number(draft.timeout) }),
    ...(draft.agent !== '' && { preferredAgentId: draft.agent }),
    ...(draft.key !== '' && { idempotencyKey: draft.key }),
  };
}

/** The field of the form at which a refusal belongs, by the server's name of it. */
const FIELDS = {
  type: 'type',
  payload: 'payload',
  priority: 'priority',
  requiredSkills: 'skills',
  preferredAgentId: 'agent',
  timeoutMs: 'timeout',
  maxAttempts: 'attempts',
  idempotencyKey: 'key',
} as const satisfies Readonly<Record<string, keyof Draft>>;

/** The field of the form at which an error belongs; null where it is about none of them. */
export function fieldOf(error: Error | null): keyof Draft | null {
  if (!(error instanceof PoolError)) return null;
  if (error.code === 'PAYLOAD_TOO_LARGE') return 'payload';
  if (error.code === 'IDEMPOTENCY_CONFLICT') return 'key';
  // `payload.query` belongs to the payload.
  const name = error.details.field?.replace(/^input\./, '').split(/[.[]/)[0] ?? '';
  return Object.hasOwn(FIELDS, name) ? FIELDS[name as keyof typeof FIELDS] : null;
}
