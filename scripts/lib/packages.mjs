import { existsSync } from 'node:fs';
import { run } from './run.mjs';

/**
 * Installs Debian packages where that needs nobody's leave: as root, where there is apt-get. Null where it cannot be tried, else what
 * apt-get printed; whether it worked shows in what is there afterwards.
 *
 * @param {...string} names
 * @returns {Promise<string | null>}
 */
export async function installPackages(...names) {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version') || !existsSync('/usr/bin/apt-get')) return null;
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 300_000 };
  const waiting = ['-o', 'DPkg::Lock::Timeout=120'];
  const updated = await run('apt-get', ['update'], options);
  const installed = await run('apt-get', [...waiting, 'install', '-y', '--no-install-recommends', ...names], options);
  return `${updated.output}${installed.output}`;
}
