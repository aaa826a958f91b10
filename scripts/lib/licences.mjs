import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

/** Licences of which the only duty is to name the author, so that anyone may ship the product with what it needs. */
const ALLOWED = new Set(['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']);

/**
 * Whether an SPDX expression can be met by allowed licences alone: one side of an OR, both of an AND. What is no such
 * expression (none at all, `SEE LICENSE IN ...`, an exception `WITH` something) is not.
 *
 * @param {string | undefined} expression
 */
export function isAllowed(expression) {
  const tokens = expression?.match(/[()]|[^\s()]+/g) ?? [];
  const take = (operator) => tokens[0] === operator && tokens.shift() !== undefined;
  // All of it is read, also once the answer is known.
  const either = () => {
    let met = both();
    while (take('OR')) met = both() || met;
    return met;
  };
  const both = () => {
    let met = one();
    while (take('AND')) met = one() && met;
    return met;
  };
  const one = () => {
    if (!take('(')) return ALLOWED.has(tokens.shift() ?? '');
    const met = either();
    return take(')') && met;
  };
  return either() && tokens.length === 0;
}

/** What ships with the product by package-lock.json: each package once, with its licence as it is written there. */
export function productionPackages() {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path, { version, license }]) => ({ name: path.replace(/^.*node_modules\//, ''), version, license }));
}

/** The check `licences` of `npm test`. */
export function checkLicences() {
  const packages = productionPackages();
  const refused = packages.filter(({ license }) => !isAllowed(license));
  const lines = refused.map(({ name, version, license }) => `${name} ${version}: ${license ?? 'no licence'}\n`);
  const note = `${String(packages.length)} packages`;
  return Promise.resolve({
    ok: refused.length === 0,
    output: `Not of a licence that scripts/lib/licences.mjs allows:\n${lines.join('')}`,
    note,
  });
}
