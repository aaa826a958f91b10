import { ObjectType } from 'type-graphql';
import type { Caller } from '../../access/caller.js';
import { ROLE_NAMES } from '../../access/permission.js';
import { Documented, nullable } from '../documented.js';
import { DateTime } from '../scalars.js';

@ObjectType({ description: 'Who asks, and what he may do.', simpleResolvers: true })
export class CallerInfo {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  @Documented(
    () => String,
    'Name of the key, or of the bearer of the token; null where authentication is off.',
    nullable,
  )
  get name(): string | null {
    return this.#caller.principal?.name ?? null;
  }

  @Documented(
    () => [String],
    'Of viewer, submitter, worker, operator and admin; all of them where authentication is off.',
  )
  get roles(): readonly string[] {
    return this.#caller.principal?.roles ?? ROLE_NAMES;
  }

  @Documented(() => [String], 'The pools that he may see and touch; null for all.', nullable)
  get pools(): readonly string[] | null {
    return this.#caller.principal?.pools ?? null;
  }

  @Documented(() => DateTime, 'When the credential ends; null where it does not.', nullable)
  get expiresAt(): number | null {
    return this.#caller.principal?.expiresAtMs ?? null;
  }
}
