import { agentIdOf, taskIdOf } from '../../views/event-facts.js';
import type { PublicEvent } from '../../views/public-event.js';
import type { EventFilter, TaskEventFilter } from '../inputs/filters.js';

export type Wants = (event: PublicEvent) => boolean;

export function wantsTaskEvents({ taskIds, taskTypes, types, agentId }: TaskEventFilter): Wants {
  const [ids, ofTypes, names] = [setOf(taskIds), setOf(taskTypes), setOf(types)];
  return (event) => {
    const { kind, name, moment } = event;
    if (kind !== 'TASK' || moment.task === null) return false;
    if (names !== null && !names.has(name)) return false;
    if (ids !== null && !ids.has(moment.task.id)) return false;
    if (ofTypes !== null && !ofTypes.has(moment.task.type)) return false;
    return agentId == null || agentIdOf(event) === agentId;
  };
}

export function wantsAgentEvents(agentIds: readonly string[] | null): Wants {
  const ids = setOf(agentIds);
  return ({ kind, moment }) => kind === 'AGENT' && moment.agent !== null && (ids?.has(moment.agent.id) ?? true);
}

export const wantsDegradation: Wants = ({ kind, name }) =>
  kind === 'DEPENDENCY' ||
  (kind === 'AGENT' && (name === 'DEGRADED' || name === 'RESTORED')) ||
  (kind === 'POOL' && (name === 'DEGRADED' || name === 'RECOVERED'));

export function wantsEvents({ kinds, names, taskId, agentId }: EventFilter): Wants {
  const [ofKinds, named] = [setOf(kinds), setOf(names)];
  return (event) => {
    if (ofKinds !== null && !ofKinds.has(event.kind)) return false;
    if (named !== null && !named.has(event.name)) return false;
    if (taskId != null && taskIdOf(event) !== taskId) return false;
    return agentId == null || agentIdOf(event) === agentId;
  };
}

function setOf(items: readonly string[] | null | undefined): ReadonlySet<string> | null {
  return items == null ? null : new Set(items);
}
