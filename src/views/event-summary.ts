import type { Moment } from '../core/evolve.js';
import { agentIdOf, attemptOf, messageOf } from './event-facts.js';
import type { PublicEvent } from './public-event.js';

const MAX_LENGTH = 300;

/** One line for people. Payloads and results are never in it. */
export function summaryOf(event: PublicEvent): string {
  const line = `${subject(event)} ${predicate(event)}`;
  return line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH - 1)}…`;
}

function subject({ kind, moment: { task, agent, dependency } }: PublicEvent): string {
  switch (kind) {
    case 'TASK':
      return task === null ? 'a task' : `${task.type} ${task.id}`;
    case 'AGENT':
      return agent?.name ?? 'an agent';
    case 'DEPENDENCY':
      return dependency?.name ?? 'a dependency';
    case 'POOL':
      return 'the pool';
  }
}

function predicate(event: PublicEvent): string {
  switch (event.kind) {
    case 'TASK':
      return taskPredicate(event);
    case 'AGENT':
      return agentPredicate(event);
    case 'DEPENDENCY':
      return dependencyPredicate(event);
    case 'POOL':
      return `${POOL_WORDS[event.name] ?? event.name}${because(event)}`;
  }
}

const POOL_WORDS: Readonly<Record<string, string>> = {
  INITIALIZED: 'is running',
  PAUSED: 'is paused',
  RESUMED: 'goes on',
  DRAINING: 'is draining',
  STOPPED: 'has stopped',
  DEGRADED: 'is degraded',
  RECOVERED: 'is well again',
};

function taskPredicate(event: PublicEvent): string {
  const { moment } = event;
  const attempt = `attempt ${String(attemptOf(moment))}`;
  switch (event.name) {
    case 'SUBMITTED':
      return 'was submitted';
    case 'QUEUED':
      return `waits${because(event)}`;
    case 'ASSIGNED':
      return `went to ${agentName(event)}, ${attempt} of ${String(moment.task?.maxAttempts)}`;
    case 'STARTED':
      return `was begun by ${agentName(event)}`;
    case 'PROGRESSED':
      return `is at ${percent(moment)}${because(event)}`;
    case 'ATTEMPT_FAILED':
      return `failed in ${attempt} with ${agentName(event)}${because(event)}`;
    case 'RETRY_SCHEDULED':
      return `waits for its next attempt${because(event)}`;
    case 'COMPLETED':
      return `was completed by ${agentName(event)}`;
    case 'FAILED':
      return `failed for good${because(event)}`;
    case 'CANCELLED':
      return `was cancelled${because(event)}`;
    default:
      return 'was taken up again';
  }
}

function agentPredicate(event: PublicEvent): string {
  const { task } = event.moment;
  switch (event.name) {
    case 'SPAWNED':
      return 'joined the pool';
    case 'ASSIGNED':
      return `was given ${task === null ? 'a task' : `${task.type} ${task.id}`}`;
    case 'STARTED':
      return `began with ${task === null ? 'its task' : `${task.type} ${task.id}`}`;
    case 'FREED':
      return 'is free';
    case 'DEGRADED':
      return `is degraded${because(event)}`;
    case 'RESTORED':
      return `is restored${because(event)}`;
    case 'DRAINING':
      return `is to leave${because(event)}`;
    case 'RETIRED':
      return `has left${because(event)}`;
    case 'SKILL_VERIFIED':
      return `has a skill verified${because(event)}`;
    default:
      return `is not isolated${because(event)}`;
  }
}

function dependencyPredicate(event: PublicEvent): string {
  const { event: record } = event.moment.record;
  const waiting = 'waitingTasks' in record ? `, ${String(record.waitingTasks)} tasks wait` : '';
  return `${event.name === 'DEPENDENCY_DOWN' ? 'is down' : 'is up again'}${because(event)}${waiting}`;
}

function agentName(event: PublicEvent): string {
  return event.moment.agent?.name ?? agentIdOf(event) ?? 'an agent';
}

function percent({ task }: Moment): string {
  return `${String(Math.round((task?.progress?.fraction ?? 0) * 100))} %`;
}

function because(event: PublicEvent): string {
  const message = messageOf(event);
  return message === null || message === '' ? '' : `: ${message.replace(/\s+/g, ' ')}`;
}
