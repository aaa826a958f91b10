import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PEERS = fileURLToPath(new URL('../peers/', import.meta.url));
const LOCK = `${PEERS}package-lock.json`;
const INSTALLED = `${PEERS}node_modules/.package-lock.json`;

/** Installs what the contestants are made of, in their own folder, where that is due. Null, or why it could not be done. */
export function installPeers() {
  if (existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs >= statSync(LOCK).mtimeMs) return null;
  console.log('Installing the peers ...');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: PEERS,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return status === 0 ? null : 'the peers could not be installed (npm ci in bench/peers)';
}

/** Names and versions of what the product is measured against. */
export function peerVersions() {
  return JSON.parse(readFileSync(`${PEERS}package.json`, 'utf8')).dependencies;
}
