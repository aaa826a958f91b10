import { expect, it } from '@jest/globals';
import { NEEDS, type Action } from '../../console/app/data/actions.js';
import { ROLES } from '../../src/access/permission.js';
import { RULES } from '../../src/access/rules.js';

/** Who only works sees no console: it shows nothing to whoever may not READ. */
const readers = Object.entries(ROLES).filter(([, permissions]) => (permissions as readonly string[]).includes('READ'));

it.each(Object.keys(NEEDS) as Action[])('offers %s to those whom the server lets do it', (action) => {
  const rule = RULES.field[`Mutation.${action}`] as readonly string[];
  const allowed = readers.filter(([, permissions]) => permissions.some((permission) => rule.includes(permission)));
  expect(NEEDS[action].roles).toEqual(allowed.map(([role]) => role));
});
