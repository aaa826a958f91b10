/** What somebody's code threw, as data: classes and stacks do not cross a process boundary. */
export interface Thrown {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  /** Milliseconds, 0 or more; null where it was not said. */
  readonly retryAfterMs: number | null;
}

/** Most characters of each. */
export interface ThrownBounds {
  readonly code: number;
  readonly message: number;
}

/**
 * `code` (a string; else the error's name), `message`, `retryable` (false alone says no) and `retryAfterMs` of what was thrown.
 * Never throws itself, whatever that was.
 */
export function thrownAsData(thrown: unknown, bounds: ThrownBounds): Thrown {
  const { code, message, ...rest } = read(thrown);
  return { code: code.slice(0, bounds.code), message: message.slice(0, bounds.message), ...rest };
}

function read(thrown: unknown): Thrown {
  const plain = { code: 'HANDLER_ERROR', retryable: true, retryAfterMs: null };
  try {
    return typeof thrown === 'object' && thrown !== null ? readObject(thrown) : { ...plain, message: String(thrown) };
  } catch {
    return { ...plain, message: 'the handler threw something that cannot be read' };
  }
}

function readObject(thrown: object): Thrown {
  const property = (name: string): unknown => Reflect.get(thrown, name);
  const message = property('message');
  const retryAfterMs = property('retryAfterMs');
  return {
    code: text(property('code')) ?? text(property('name')) ?? 'HANDLER_ERROR',
    message: typeof message === 'string' ? message : 'the handler threw an object without a message',
    retryable: property('retryable') !== false,
    retryAfterMs:
      typeof retryAfterMs === 'number' && retryAfterMs >= 0 && Number.isFinite(retryAfterMs) ? retryAfterMs : null,
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
