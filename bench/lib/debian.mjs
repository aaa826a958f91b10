import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const POLICY = '/usr/sbin/policy-rc.d';

/**
 * Where a program is, installed from Debian's package where it is not there and we may. Throws with the reason where it cannot
 * be had. `folders` are looked into besides the search path.
 */
export function programOf(name, debianPackage, folders = () => []) {
  const find = () =>
    [...(process.env.PATH ?? '').split(delimiter), ...folders()]
      .map((folder) => join(folder, name))
      .find((path) => existsSync(path));
  const found = find();
  if (found !== undefined) return found;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version'))
    throw new Error(`${name} is not installed; as root on Debian this installs ${debianPackage}`);
  install(debianPackage);
  const installed = find();
  if (installed === undefined) throw new Error(`${debianPackage} could not be installed`);
  return installed;
}

/** `/usr/lib/postgresql/15/bin` and the like. */
export function foldersOf(parent, child) {
  return existsSync(parent) ? readdirSync(parent).map((version) => join(parent, version, child)) : [];
}

/** Without starting the services that come with it: each benchmark starts one of its own. */
function install(debianPackage) {
  const holds = existsSync(POLICY);
  if (!holds) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { env });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', debianPackage], { env });
  } finally {
    if (!holds) rmSync(POLICY, { force: true });
  }
}
