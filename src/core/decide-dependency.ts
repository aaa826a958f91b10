import type { DependencyCommand } from './command.js';
import type { Decision } from './decide.js';
import type { CoreEvent } from './event.js';
import { Rejection } from './rejection.js';
import type { PoolState } from './state.js';
import { waitingTasks } from './waiting.js';

export function decideDependency(state: PoolState, command: DependencyCommand): Decision {
  const dependency = state.dependencies.get(command.name);
  if (dependency === undefined)
    throw new Rejection('NOT_FOUND', `There is no dependency ${JSON.stringify(command.name)}.`, { field: 'name' });
  const overridden = command.type === 'SetDependency' && command.status !== 'AUTO';
  if (command.type === 'ReportDependency' && dependency.overridden) return { events: [] };
  const status = wantedStatus(command, dependency);
  const events: CoreEvent[] = [];
  const waiting = waitingTasks(state.counters, dependency.gatedTypes);
  if (status !== dependency.status) {
    const reason = command.type === 'ReportDependency' ? command.reason : 'set by hand';
    if (status === 'DOWN')
      events.push({ type: 'DependencyWentDown', name: command.name, overridden, error: reason, waitingTasks: waiting });
    else events.push({ type: 'DependencyCameUp', name: command.name, overridden, reason, waitingTasks: waiting });
  } else if (overridden !== dependency.overridden) {
    events.push({ type: 'DependencyOverrideSet', name: command.name, overridden });
  }
  return { events };
}

/** Given back to its probe it stays as it is until the next check; without a probe it counts as UP. */
function wantedStatus(
  command: DependencyCommand,
  dependency: { status: 'UP' | 'DOWN'; probed: boolean },
): 'UP' | 'DOWN' {
  if (command.status !== 'AUTO') return command.status;
  return dependency.probed ? dependency.status : 'UP';
}
