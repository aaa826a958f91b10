import { type Caller, EVERYBODY } from './caller.js';

/** Who is there, told from what he shows. */
export interface Authentication {
  readonly isOn: boolean;
  /** `authorization` is the header's value, or what stands for it. Undefined: refused. */
  authenticate(authorization: unknown): Caller | undefined | Promise<Caller | undefined>;
  /**
   * Calls `end` once when the credential of `caller` has come to its end, by time or because it was taken back: within a second. The
   * function it gives takes that back.
   */
  whileHolds(caller: Caller, end: () => void): () => void;
  close(): void;
}

const nothing = (): void => undefined;

export const noAuthentication: Authentication = {
  isOn: false,
  authenticate: () => EVERYBODY,
  whileHolds: () => nothing,
  close: nothing,
};

/** The credential itself, where the value is one of the scheme Bearer. */
export function bearerOf(authorization: unknown): string | undefined {
  return typeof authorization === 'string' ? /^Bearer +(\S+)\s*$/i.exec(authorization)?.[1] : undefined;
}
