import { OperationTypeNode } from 'graphql';

/*
 * The unit of the rate limit is about one value in an answer: what it takes to read and write that. Everything else is put beside it
 * by what it takes of the server, roughly and on the high side.
 */

/** Of any operation: to read it, and to answer. */
export const LEAST_UNITS = 10;
/** Of one that is refused for what it says: it had to be read and understood as well. */
export const REFUSED_UNITS = 50;
/** Of each thing that a mutation changes: it is decided, written to the disk, and shown to all who watch. */
const CHANGE_UNITS = 50;
/** To begin a subscription. Its events are no operations; how many there may be at once is bounded instead. */
const SUBSCRIPTION_UNITS = 100;
/** Values of the schema's own description are many by the rules that count them, and few in truth. */
const INTROSPECTION_VALUES_PER_UNIT = 100;
/** Calls over MCP: one that reads has a page or a task in its answer. */
const TOOL_UNITS = 100;

/** `changes`: root fields of a mutation and the items that they are given. */
export function unitsOf(
  kind: OperationTypeNode,
  { values, introspection, changes }: Readonly<Record<'values' | 'introspection' | 'changes', number>>,
): number {
  const shown = Math.max(LEAST_UNITS, values) + Math.ceil(introspection / INTROSPECTION_VALUES_PER_UNIT);
  const begun = kind === OperationTypeNode.SUBSCRIPTION ? SUBSCRIPTION_UNITS : 0;
  return shown + begun + changes * CHANGE_UNITS;
}

export function toolUnits(hasEffect: boolean): number {
  return TOOL_UNITS + (hasEffect ? CHANGE_UNITS : 0);
}
