import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { text } from '../support/deploy-files.js';
import { configOf, keysFile, unknownVariables } from '../support/configured.js';

const UNIT = 'coordination-pool.service';
const unit = text(`deploy/${UNIT}`);
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
const withSystemd = hasSystemd ? it : it.skip;
/** Of 10, where 10 is a service that may do anything. Ours has a network and a compiler at run time. */
const MOST_EXPOSED = 1.5;
/** What the unit refers to and a system has. */
const OTHERS = ['sysinit.target', 'basic.target', 'shutdown.target', 'network-online.target', 'multi-user.target'];

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'systemd-'));
  for (const name of OTHERS) place(`etc/systemd/system/${name}`, '[Unit]\n');
  place(/^ExecStart=\/(\S+)/m.exec(unit)![1]!, '#!/bin/sh\n', 0o755);
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function place(path: string, content: string, mode = 0o644): void {
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
  chmodSync(target, mode);
}

/** What systemd says of a unit; nothing is what it says of a good one. */
function verify(content: string): string {
  place(`etc/systemd/system/${UNIT}`, content);
  const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', `--root=${root}`, UNIT], { encoding: 'utf8' });
  return stdout + stderr;
}

function setting(name: string): string {
  return new RegExp(`^${name}=(.*)$`, 'm').exec(unit)![1]!;
}

describe('the systemd unit', () => {
  withSystemd('is understood by systemd, which would find a misspelt setting', () => {
    expect(verify(unit)).toBe('');
    expect(verify(unit.replace('TimeoutStopSec', 'TimoutStopSec'))).toContain("Unknown key 'TimoutStopSec'");
  });

  withSystemd('exposes little by the judgement of systemd', () => {
    const parameters = ['security', '--offline=true', `--threshold=${MOST_EXPOSED * 10}`, join(root, UNIT)];
    place(UNIT, unit);
    expect(spawnSync('systemd-analyze', parameters).status).toBe(0);
    place(
      UNIT,
      unit
        .replace('ProtectSystem=strict', '')
        .replace('NoNewPrivileges=yes', '')
        .replace('PrivateUsers=yes', '')
        .replace('CapabilityBoundingSet=', ''),
    );
    expect(spawnSync('systemd-analyze', parameters).status).not.toBe(0);
  });

  it('configures the server as it can be configured, and stops it later than its grace', () => {
    const environment = Object.fromEntries(
      [...unit.matchAll(/^Environment=(\w+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]),
    );
    expect(unknownVariables(environment)).toEqual([]);
    const { graceMs } = configOf({ ...environment, COORDINATION_POOL_API_KEYS_FILE: keysFile(root, 'key') }, root);
    expect(Number(setting('TimeoutStopSec')) * 1_000).toBeGreaterThanOrEqual(graceMs + 10_000);
  });

  it('tells the server alone to stop, since agents may finish, and starts it again whenever it fails', () => {
    expect([setting('KillMode'), setting('Restart'), setting('OOMPolicy')]).toEqual([
      'mixed',
      'on-failure',
      'continue',
    ]);
  });
});
