import { ApiKeys } from './api-keys.js';
import { type Authentication, bearerOf } from './authentication.js';
import type { Caller } from './caller.js';
import { Holders } from './holders.js';
import { JwtTokens, type JwtOptions } from './jwt.js';

export interface CredentialsOptions {
  /** Null: no API keys. */
  readonly keysFile: string | null;
  /** Null: no tokens of an identity provider. */
  readonly jwt: JwtOptions | null;
  /** The file of keys could not be read anew. */
  readonly onUnreadable: (error: unknown) => void;
  readonly nowMs?: () => number;
}

/** Between two looks at the file and at who is still there; what is promised is a second. */
const LOOK_EVERY_MS = 250;

/** API keys and tokens. Throws where a file that is named cannot be used. */
export function createCredentials({
  keysFile,
  jwt,
  onUnreadable,
  nowMs = Date.now,
}: CredentialsOptions): Authentication {
  const keys = keysFile === null ? null : new ApiKeys(keysFile);
  const tokens = jwt === null ? null : new JwtTokens(jwt);
  const holders = new Holders();
  const ofKeys = new WeakSet<Caller>();

  const holds = (caller: Caller): boolean =>
    !caller.isOver(nowMs()) && (!ofKeys.has(caller) || keys?.knows(caller) === true);
  const look = (): void => {
    try {
      keys?.refresh();
    } catch (error) {
      onUnreadable(error);
    }
    holders.sweep(holds);
  };
  const timer = setInterval(look, LOOK_EVERY_MS).unref();

  return {
    isOn: true,
    authenticate(authorization) {
      const credential = bearerOf(authorization);
      if (credential === undefined) return undefined;
      const caller = keys?.callerOf(credential, nowMs());
      if (caller !== undefined) {
        ofKeys.add(caller);
        return caller;
      }
      return credential.split('.').length === 3 ? tokens?.callerOf(credential, nowMs()) : undefined;
    },
    whileHolds: (caller, end) => holders.add(caller, end),
    close() {
      clearInterval(timer);
    },
  };
}
