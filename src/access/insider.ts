import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type Authentication, bearerOf } from './authentication.js';
import { Caller, type Principal } from './caller.js';

const KEY_BYTES = 32;

/** What a part of the server that comes in by the front door shows there; left out where nobody is asked. */
export interface Insider {
  readonly authentication: Authentication;
  readonly authorization?: string;
}

/**
 * The same authentication, which also knows `principal`, by a key that is made now, is in memory alone and ends with the process.
 * Where authentication is off it stays so.
 */
export function withInsider(authentication: Authentication, principal: Principal): Insider {
  if (!authentication.isOn) return { authentication };
  const key = randomBytes(KEY_BYTES).toString('base64url');
  const expected = Buffer.from(key);
  const caller = new Caller(principal);
  return {
    authorization: `Bearer ${key}`,
    authentication: {
      ...authentication,
      authenticate(authorization) {
        const shown = Buffer.from(bearerOf(authorization) ?? '');
        if (shown.length === expected.length && timingSafeEqual(shown, expected)) return caller;
        return authentication.authenticate(authorization);
      },
    },
  };
}
