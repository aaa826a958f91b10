import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
  type JWTVerifyGetKey,
} from 'jose';
import { WeightedCache } from '../lib/weighted-cache.js';
import { fetchBounded } from './fetch-bounded.js';
import { Caller, type Principal } from './caller.js';
import { isRole } from './permission.js';

export interface JwtOptions {
  /** Where the issuer's public keys are: an http or https address, or a file. */
  readonly jwks: string;
  readonly issuer: string;
  readonly audience: string;
  /** Signatures of any other kind are refused, `none` among them. */
  readonly algorithms: readonly string[];
  /** Claims that say what the bearer may do: names of roles, and of pools. */
  readonly rolesClaim: string;
  readonly poolsClaim: string;
}

const LEEWAY_SECONDS = 5;
/** What was verified is believed for so long, so that a key that its issuer has withdrawn is soon worth nothing. */
const BELIEVED_MS = 60_000;
const MOST_BELIEVED = 10_000;
/** A longer one is no token that anybody issues. */
const MAX_CHARACTERS = 8_192;

interface Believed {
  readonly caller: Caller;
  readonly untilMs: number;
}

/** Tokens of an identity provider: signed by one of its keys, by a pinned algorithm, for us. */
export class JwtTokens {
  readonly #options: JwtOptions;
  readonly #keys: JWTVerifyGetKey;
  readonly #believed = new WeightedCache<string, Believed>(MOST_BELIEVED);

  /** A file is read now; throws an error that says what is wrong with it. An address is asked when the first token comes. */
  constructor(options: JwtOptions) {
    this.#options = options;
    this.#keys = /^https?:\/\//.test(options.jwks)
      ? createRemoteJWKSet(new URL(options.jwks), { [customFetch]: fetchBounded })
      : createLocalJWKSet(keysIn(options.jwks));
  }

  /** Undefined where it is no good token, or cannot be checked now. */
  async callerOf(token: string, nowMs: number): Promise<Caller | undefined> {
    if (token.length > MAX_CHARACTERS) return undefined;
    const hash = createHash('sha256').update(token).digest('base64url');
    const known = this.#believed.get(hash);
    if (known !== undefined && nowMs < known.untilMs) return known.caller;
    const claims = await this.#verify(token, nowMs);
    if (claims === undefined) return undefined;
    const principal = principalOf(claims, this.#options);
    const caller = new Caller(principal);
    const untilMs = Math.min(nowMs + BELIEVED_MS, principal.expiresAtMs ?? Infinity);
    this.#believed.set(hash, { caller, untilMs }, 1);
    return caller;
  }

  async #verify(token: string, nowMs: number): Promise<JWTPayload | undefined> {
    const { issuer, audience, algorithms } = this.#options;
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        ...{ issuer, audience, algorithms: [...algorithms], requiredClaims: ['exp', 'sub'] },
        ...{ clockTolerance: LEEWAY_SECONDS, currentDate: new Date(nowMs) },
      });
      return payload;
    } catch {
      // Which part of it was wrong is nobody's business who has no good one.
      return undefined;
    }
  }
}

function principalOf(claims: JWTPayload, { rolesClaim, poolsClaim }: JwtOptions): Principal {
  return {
    name: claims.sub ?? '',
    // Roles of other programs may stand there too.
    roles: namesIn(claims[rolesClaim]).filter(isRole),
    pools: claims[poolsClaim] === undefined ? null : namesIn(claims[poolsClaim]),
    expiresAtMs: claims.exp === undefined ? null : claims.exp * 1_000,
  };
}

/** A list, or as in the claim `scope` names with spaces between. */
function namesIn(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return claim.split(' ').filter((name) => name !== '');
  return Array.isArray(claim) ? claim.filter((name): name is string => typeof name === 'string') : [];
}

function keysIn(path: string): JSONWebKeySet {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as JSONWebKeySet;
  } catch (error) {
    throw new Error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
