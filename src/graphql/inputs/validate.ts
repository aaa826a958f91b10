import { validateSync, type ValidationError } from 'class-validator';
import type { InputLimits } from '../../core/input-limits.js';
import { Rejection } from '../../core/rejection.js';
import { holdTo } from './rules.js';

/** Refuses the first value that breaks a rule of its input class, with the path of its field; says nothing of the value. */
export function validateInput(input: unknown, limits: InputLimits): void {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return;
  holdTo(input, limits);
  const [error] = validateSync(input, { forbidUnknownValues: false, stopAtFirstError: true });
  if (error !== undefined) throw badInput(error, []);
}

function badInput(error: ValidationError, above: readonly string[]): Rejection {
  const path = [...above, error.property];
  const [child] = error.children ?? [];
  if (child !== undefined) return badInput(child, path);
  const field = path.join('.');
  const message = Object.values(error.constraints ?? {})[0] ?? `${error.property} is not valid`;
  return new Rejection('BAD_USER_INPUT', `${message.replace(error.property, field)}.`, { field });
}
