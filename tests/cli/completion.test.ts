import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCommand } from '../support/command-line.js';
import { isInstalled, TestTerminal } from '../support/terminal.js';

/** What is typed, what has to be offered among others, and what must not be. */
const CASES: readonly (readonly [line: string, offered: readonly string[], not: readonly string[]])[] = [
  ['coordination-pool ', ['serve', 'status', 'submit', 'completion', 'help'], ['show', 'GENERAL']],
  ['coordination-pool sta', ['status'], ['submit']],
  ['coordination-pool submit ', ['GENERAL', 'RESEARCH'], ['status']],
  ['coordination-pool submit --pri', ['--priority'], ['--payload']],
  ['coordination-pool tasks ', ['list', 'show', 'cancel', 'retry', 'wait'], ['submit']],
  ['coordination-pool tasks list --status ', ['PENDING', 'FAILED'], ['GENERAL']],
  ['coordination-pool tasks --status ', ['PENDING', 'FAILED'], ['GENERAL']],
  ['coordination-pool dependencies set discovery ', ['UP', 'DOWN', 'AUTO'], ['list']],
  ['coordination-pool shutdown --mode ', ['DRAIN', 'NOW'], ['--yes']],
  ['coordination-pool serve --max-q', ['--max-queue'], ['--max-size']],
  ['coordination-pool status --api-key-file key', ['keyfile'], ['--json']],
  ['coordination-pool submit GENERAL --payload @key', ['keyfile'], ['--json']],
];

describe('completion', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cli-completion-'));
  const script = (shell: string): string => join(folder, `completion.${shell}`);
  beforeAll(async () => {
    writeFileSync(join(folder, 'keyfile'), '');
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { code, stdout } = await runCommand(['completion', shell]);
      expect(code).toBe(0);
      writeFileSync(script(shell), stdout);
    }
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** What bash offers: the function is called as bash would, with the words that readline makes of the line. */
  function inBash(line: string): string[] {
    const words = line.split(/(?<=@)|(?=@)| /).map((word) => `'${word}'`);
    const call = `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _coordination_pool; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const program = `. ${script('bash')}; complete -p coordination-pool > /dev/null || exit 1; ${call}`;
    return execFileSync('bash', ['--norc', '-c', program], { cwd: folder, encoding: 'utf8' }).trim().split('\n');
  }

  it.each(CASES)('offers bash what can follow %j', (line, offered, not) => {
    const words = inBash(line);
    expect(words).toEqual(expect.arrayContaining([...offered]));
    expect(words.filter((word) => not.includes(word))).toEqual([]);
  });

  const fish = isInstalled('fish') ? it : it.skip;
  fish('offers fish (where it is installed) what can follow', () => {
    for (const [line, offered, not] of CASES.filter(([each]) => !each.includes('@'))) {
      const program = `source ${script('fish')}; complete -C "${line}"`;
      const text = execFileSync('fish', ['--no-config', '-c', program], { cwd: folder, encoding: 'utf8' });
      const words = text.split('\n').map((each) => each.split('\t')[0] ?? '');
      expect([line, words]).toEqual([line, expect.arrayContaining([...offered])]);
      expect([line, words.filter((word) => not.includes(word))]).toEqual([line, []]);
    }
  });

  const zsh = isInstalled('zsh') ? it : it.skip;
  zsh('offers zsh (where it is installed) what can follow, in a terminal', async () => {
    const terminal = await TestTerminal.open('zsh -f', { columns: 120, rows: 50 });
    await terminal.line(`cd ${folder}; autoload -U compinit; compinit -u -D; source completion.zsh; clear`);
    await terminal.shows(/^\$\s*$/);
    const typed = async (text: string): Promise<void> => {
      await terminal.type('C-u', 'C-l');
      await terminal.type('-l', text);
      await terminal.type('Tab');
    };
    await typed('coordination-pool sta');
    await terminal.shows(/^\$ coordination-pool status/m);
    await typed('coordination-pool tasks ');
    await terminal.shows(/^cancel +-- Cancel tasks\n[\s\S]*^wait +-- Wait for a task/m);
    await typed('coordination-pool submit GENERAL --payload @key');
    await terminal.shows(/--payload @keyfile/);
    await typed('coordination-pool shutdown --mode D');
    await terminal.shows(/--mode DRAIN/);
    await terminal.close();
  });
});
