import { readFileSync } from 'node:fs';

/** Says what is wrong with the Node that runs this, or null. The least version is the one in package.json. */
export function nodeVersionProblem(running = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const [leastMajor, leastMinor] = engines.node.replace('>=', '').split('.').map(Number);
  const [major, minor] = running.split('.').map(Number);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return null;
  return `Coordination Pool needs Node ${leastMajor}.${leastMinor} or later; this is Node ${running}.`;
}
