import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';
import { TASK_TYPES, type TaskType } from '../../core/task-type.js';
import type { Handler } from './define-handlers.js';

export type HandlerTable = ReadonlyMap<TaskType, Handler>;

/** Loads a handlers module from any folder. Throws where it has no default export of functions by task type. */
export async function loadHandlers(modulePath: string | null, warn: (message: string) => void): Promise<HandlerTable> {
  if (modulePath === null) return new Map();
  makeHelperFindable(modulePath);
  const loaded: unknown = await import(pathToFileURL(modulePath).href);
  const handlers = typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined;
  if (typeof handlers !== 'object' || handlers === null) {
    throw new TypeError(`${modulePath} has no object of handlers as its default export`);
  }
  for (const key of Object.keys(handlers)) {
    if (!TASK_TYPES.some((type) => type === key)) warn(`${modulePath} handles ${key}, which is no task type`);
  }
  return new Map(TASK_TYPES.flatMap((type) => entry(handlers, type, modulePath)));
}

function entry(handlers: object, type: TaskType, modulePath: string): readonly [TaskType, Handler][] {
  const handler: unknown = Reflect.get(handlers, type);
  if (handler === undefined) return [];
  if (!isHandler(handler)) throw new TypeError(`${modulePath}: the handler of ${type} is no function`);
  return [[type, (task, ctx) => Reflect.apply(handler, handlers, [task, ctx])]];
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

/**
 * `coordination-pool/agent` is found from inside this package and where the package is installed. From
 * any other folder a resolve hook helps; only there, as it costs a thread.
 */
function makeHelperFindable(modulePath: string): void {
  try {
    createRequire(modulePath).resolve('coordination-pool/agent');
  } catch {
    register(new URL('./resolve-hook.js', import.meta.url));
  }
}
