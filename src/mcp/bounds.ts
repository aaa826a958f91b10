/*
 * Bounds of parameters that are no limits to be configured (those are `InputLimits`). They are those of the GraphQL inputs, which
 * `tests/mcp/same-verdicts.test.ts` holds them against; what is of MCP alone is said so.
 */

export const MAX_FAILURE_CODE_CHARACTERS = 64;
export const MAX_FILTER_ITEMS = 1_000;
export const MAX_TASK_TYPES = 64;
export const MAX_PRIORITY = 9;
export const DEFAULT_ATTEMPTS = 3;
export const MAX_RETRY_AFTER_MS = 86_400_000;
export const MAX_SHUTDOWN_MS = 3_600_000;
/** As GraphQL's Int. */
export const MAX_INT = 2_147_483_647;

/** Of MCP alone. Clients give up on a call after 60 s unless they are told otherwise. */
export const MAX_WAIT_MS = 50_000;
export const DEFAULT_WAIT_MS = 20_000;
/** Of MCP alone: what a reader of limited context gets unless it asks for more. */
export const DEFAULT_PAGE = 20;
export const DEFAULT_VALUE_CHARACTERS = 4_000;
/** A worker has to read what it is to do. */
export const DEFAULT_CLAIMED_CHARACTERS = 20_000;
/** The largest payload there is by default. */
export const MAX_VALUE_CHARACTERS = 262_144;
