import { Rejection } from '../core/rejection.js';
import { shortened } from '../lib/shortened.js';
import { type Permission, type Role, ROLES } from './permission.js';
import { rolesFor, RULES } from './rules.js';

/** Who a credential stands for, and what it says he may do. */
export interface Principal {
  readonly name: string;
  readonly roles: readonly Role[];
  /** Names of the pools that he may see and touch; null for all. */
  readonly pools: readonly string[] | null;
  /** From when on the credential is worth nothing; null where it has no end. */
  readonly expiresAtMs: number | null;
}

/** Whoever sends operations: what he may do, and see. Where authentication is off everybody is `EVERYBODY`, and may do everything. */
export class Caller {
  /** Null where authentication is off. */
  readonly principal: Principal | null;
  /** The same for those who see the same: what one of them is answered to a query another would be as well. */
  readonly scope: string;
  readonly #permissions: ReadonlySet<Permission> | null;
  readonly #pools: ReadonlySet<string> | null;

  constructor(principal: Principal | null) {
    const pools = principal?.pools ?? null;
    this.principal = principal;
    this.scope = pools === null ? 'all' : `only ${[...pools].sort().join(' ')}`;
    this.#permissions = principal === null ? null : new Set(principal.roles.flatMap((role) => ROLES[role]));
    this.#pools = pools === null ? null : new Set(pools);
  }

  /** Whether his credential has come to its end. */
  isOver(nowMs: number): boolean {
    const expiresAtMs = this.principal?.expiresAtMs ?? null;
    return expiresAtMs !== null && nowMs >= expiresAtMs;
  }

  may(permission: Permission): boolean {
    return this.#permissions === null || this.#permissions.has(permission);
  }

  get seesAllPools(): boolean {
    return this.#pools === null;
  }

  sees(pool: string): boolean {
    return this.#pools === null || this.#pools.has(pool);
  }

  /** Why a root field, a tool or an address is not for this caller; null where it is. */
  refusalOf(kind: keyof typeof RULES, name: string): Rejection | null {
    if (this.#permissions === null) return null;
    const rule = Object.hasOwn(RULES[kind], name) ? RULES[kind][name] : undefined;
    if (rule === undefined) return new Rejection('FORBIDDEN', `${name} is for nobody.`);
    if (rule === 'ANYONE' || rule.some((permission) => this.may(permission))) return null;
    return new Rejection('FORBIDDEN', `${name} needs ${rolesFor(rule)}.`);
  }

  /** A pool outside his scope is refused alike whether there is one of that name or not. */
  requirePool(name: string, field = 'pool'): void {
    if (this.sees(name)) return;
    const message = `This credential is not for pool ${JSON.stringify(shortened(name))}.`;
    throw new Rejection('FORBIDDEN', message, { field });
  }

  /** A worker may touch only what is its own, and shows that by the token it was given; an operator speaks for anybody. */
  requireToken(token: string | null | undefined, field: string): void {
    if (token == null) this.requireOperator(`Without ${field} this`, field);
  }

  requireOperator(what: string, field: string): void {
    if (!this.may('OPERATE')) throw new Rejection('FORBIDDEN', `${what} needs ${rolesFor(['OPERATE'])}.`, { field });
  }
}

export const EVERYBODY = new Caller(null);
