import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';

export function describeLoad() {
  return loadavg()
    .map((value) => value.toFixed(2))
    .join(', ');
}

/** What the figures were taken on, as rows. */
export function describeMachine() {
  return [
    ['processor', `${cpus()[0]?.model ?? 'unknown'}, ${String(cpus().length)} cores`],
    ['memory', `${(totalmem() / 2 ** 30).toFixed(0)} GiB`],
    ['system', `${distribution()}, ${type()} ${release()}`],
    ['Node', process.version],
  ];
}

function distribution() {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
