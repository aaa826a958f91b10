import { MAX_CODE_LENGTH, type FailureMessage } from '../protocol.js';

/**
 * What a handler threw, as data: classes and stacks do not cross a process boundary. Never throws itself. Its message has
 * at most `maxLength` characters.
 */
export function failureOf(thrown: unknown, maxLength: number): FailureMessage {
  try {
    return typeof thrown === 'object' && thrown !== null
      ? failureOfObject(thrown, maxLength)
      : { code: 'HANDLER_ERROR', message: String(thrown).slice(0, maxLength) };
  } catch {
    return { code: 'HANDLER_ERROR', message: 'the handler threw something that cannot be read' };
  }
}

function failureOfObject(thrown: object, maxLength: number): FailureMessage {
  const code = property(thrown, 'code');
  const name = property(thrown, 'name');
  const message = property(thrown, 'message');
  const retryAfterMs = property(thrown, 'retryAfterMs');
  return {
    code: (text(code) ?? text(name) ?? 'HANDLER_ERROR').slice(0, MAX_CODE_LENGTH),
    message: (typeof message === 'string' ? message : 'the handler threw an object without a message').slice(
      0,
      maxLength,
    ),
    retryable: property(thrown, 'retryable') !== false,
    retryAfterMs:
      typeof retryAfterMs === 'number' && retryAfterMs >= 0 && Number.isFinite(retryAfterMs) ? retryAfterMs : null,
  };
}

function property(from: object, name: string): unknown {
  return Reflect.get(from, name);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
