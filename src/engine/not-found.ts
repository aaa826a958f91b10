import { Rejection } from '../core/rejection.js';
import { shortened } from '../lib/shortened.js';

export function noPool(name: string, field: string): Rejection {
  return new Rejection('NOT_FOUND', `There is no pool ${JSON.stringify(shortened(name))}.`, { field });
}

export function noTask(taskId: string): Rejection {
  return new Rejection('NOT_FOUND', `There is no task ${shortened(taskId)}.`, { field: 'taskId' });
}

export function noAgent(agentId: string): Rejection {
  return new Rejection('NOT_FOUND', `There is no agent ${shortened(agentId)}.`, { field: 'agentId' });
}
