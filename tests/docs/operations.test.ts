import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { flipBits } from '../journal/damage.js';
import { openWorkplace, stepsOf, type Workplace } from '../support/documented-steps.js';

const GOLDEN = resolve('tests/journal/golden/format-1');
const START = 'coordination-pool serve --data-dir data &\ncoordination-pool status --patience-ms 20000\n';

let workplace: Workplace;
beforeEach(async () => {
  workplace = await openWorkplace();
});
afterEach(() => {
  workplace.remove();
});

function putOldLog(): void {
  const pool = join(workplace.folder, 'data/pools/default');
  rmSync(pool, { recursive: true, force: true });
  mkdirSync(pool, { recursive: true });
  for (const name of ['log.db', 'log.db-wal', 'log.mark']) copyFileSync(join(GOLDEN, name), join(pool, name));
}

describe('the steps of the documents for operators', () => {
  it('lead from nothing to a server with keys, that is asked, watched and stopped', async () => {
    const output = await workplace.run(stepsOf('docs/operations/deploy.md'));
    expect(output).toContain('default: whole');
  });

  it('make backups while the server runs, and bring back what was there', async () => {
    const output = await workplace.run(stepsOf('docs/operations/backup-and-restore.md'));
    expect(output).toContain('default: whole');
  });

  it('take a log of an earlier release to a newer server, and back', async () => {
    putOldLog();
    await workplace.run(stepsOf('docs/operations/upgrade.md', 'before'));
    // The old version, of which that was, leaves it as it was.
    putOldLog();
    const output = await workplace.run(stepsOf('docs/operations/upgrade.md'));
    // Before and after.
    expect(output.match(/default: whole, records 13 to 25/g)).toHaveLength(3);
  });
});

describe('the steps for incidents', () => {
  it('look at a server, its space, its agents and its dependencies', async () => {
    await workplace.run(START + stepsOf('docs/operations/incidents.md', 'first'));
  });

  it('look at a full queue, and add agents to it', async () => {
    const fill = 'coordination-pool init --size 0\nfor i in 1 2 3; do coordination-pool submit general; done\n';
    await workplace.run(START + fill + stepsOf('docs/operations/incidents.md', 'full-queue'));
  });

  it('recognise a damaged log, say what is lost, and restore a backup', async () => {
    const work = 'coordination-pool submit general --payload \'{"text":"damage-this"}\' --wait\n';
    await workplace.run(`${START}${work}coordination-pool backup backup\nkill -TERM %1\nwait %1\n`);
    await flipBits(join(workplace.folder, 'data/pools/default/log.db'), 'damage-this');
    const output = await workplace.run(START + stepsOf('docs/operations/incidents.md', 'damaged'));
    expect(output).toContain('DAMAGED');
    expect(output).toContain('data was restored');
  });
});
