import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PoolClient } from '../support/client.js';
import { openLink } from '../support/link.mjs';
import { startServer, type RunningServer } from '../support/server.js';
import { TestTerminal } from '../support/terminal.js';

const ARGS = ['--size', '2', '--handlers', resolve('tests/support/brief-handlers.mjs')];

describe('in a terminal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cli-terminal-'));
  let server: RunningServer;
  let link: Awaited<ReturnType<typeof openLink>>;
  let client: PoolClient;
  let terminal: TestTerminal;

  beforeAll(async () => {
    server = await startServer({ args: ARGS, dataDir: join(folder, 'data') });
    link = await openLink(server.port);
    client = new PoolClient(server.url);
  });
  afterAll(async () => {
    await link.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    terminal = await TestTerminal.open('bash --norc --noprofile', { env: { COORDINATION_POOL_URL: link.url } });
  });
  afterEach(async () => {
    link.mend();
    await terminal.close();
  });

  it('watch shows the pool as it changes, fits the window, and gives the terminal back', async () => {
    await terminal.line('coordination-pool watch; echo "ended with $?"');
    await terminal.shows(/^default {2}RUNNING {2}HEALTHY +live, /m);
    expect(await terminal.isOnAlternateScreen()).toBe(true);
    expect(await terminal.isCursorShown()).toBe(false);
    await terminal.shows(/busy 0\/2/);

    const { id } = await client.submit({ payload: { ms: 60_000 } });
    await terminal.shows(/busy 1\/2/);
    await terminal.shows(/^agent-\d +EXECUTING +GENERAL for /m);
    await terminal.shows(new RegExp(`^${id} +GENERAL +IN_PROGRESS`, 'm'));
    await terminal.shows(/TASK +STARTED/);

    await client.ask('mutation { setDependencyStatus(input: { name: "discovery", status: DOWN }) { cursor } }');
    await terminal.shows(/^! discovery is DOWN for .*DISCOVERY, MIGRATION wait, 0 tasks now/m);
    await terminal.shows(/RUNNING {2}DEGRADED/);

    await terminal.resize(60, 12);
    const small = await terminal.shows(/^q quit.*http/m);
    const lines = small.split('\n');
    expect([lines.length, Math.max(...lines.map((line) => line.length))]).toEqual([12, expect.any(Number)]);
    expect(lines.every((line) => line.length <= 60)).toBe(true);
    await terminal.resize(140, 40);
    // With room there are the ids of agents too.
    await terminal.shows(/^agent_\w+ +agent-1 +PROCESS/m);

    // Held: the picture stays, and says for how long it has.
    await terminal.type('p');
    await terminal.shows(/held for /);
    await client.ask('mutation { setDependencyStatus(input: { name: "discovery", status: AUTO }) { cursor } }');
    await client.ask('mutation ($id: ID!) { cancelTask(input: { taskId: $id }) { cursor } }', { id });
    await terminal.shows(/held for [2-9]\.\d s/);
    expect(await terminal.screen()).toMatch(/discovery is DOWN/);
    await terminal.type('p');
    await terminal.shows(/RUNNING {2}HEALTHY[\s\S]*busy 0\/2[\s\S]*CANCELLED/);

    await terminal.type('q');
    await terminal.shows(/^ended with 0$/m);
    expect(await terminal.isOnAlternateScreen()).toBe(false);
    expect(await terminal.isCursorShown()).toBe(true);
    // What is typed is seen again.
    await terminal.line('echo typed');
    await terminal.shows(/^\$ echo typed\ntyped/m);
  });

  it('watch says how old the picture is while the server is away, and goes on when it is back', async () => {
    await terminal.line('coordination-pool watch; echo "ended with $?"');
    await terminal.shows(/live, /);
    link.cut();
    await terminal.shows(/reconnecting, this is \d+\.\d s old/);
    await terminal.shows(/^! No answer from http/m);
    const { id } = await client.submit({ payload: { ms: 1 } });
    link.mend();
    await terminal.shows(/live, /);
    // What happened meanwhile is there: in the list, and as events.
    await terminal.shows(new RegExp(`^${id} +GENERAL +COMPLETED`, 'm'));
    await terminal.shows(/TASK +SUBMITTED[\s\S]*/);
    await terminal.type('C-c');
    await terminal.shows(/^ended with 130$/m);
    expect(await terminal.isOnAlternateScreen()).toBe(false);
  });

  it('watch gives the terminal back when it is told to end, and when it is stopped for a while', async () => {
    await terminal.line('coordination-pool watch');
    await terminal.shows(/live, /);
    await terminal.type('C-z');
    await terminal.shows(/Stopped/);
    expect(await terminal.isOnAlternateScreen()).toBe(false);
    await terminal.line('fg');
    await terminal.shows(/live, /);
    expect(await terminal.isOnAlternateScreen()).toBe(true);
    await terminal.type('C-z');
    await terminal.shows(/Stopped/);
    await terminal.line('kill %1; fg; echo "ended with $?"');
    await terminal.shows(/^ended with 143$/m);
    expect(await terminal.isOnAlternateScreen()).toBe(false);
    expect(await terminal.isCursorShown()).toBe(true);
  });

  it('watch ends at once, with a reason, where there is nothing to see', async () => {
    await terminal.line('coordination-pool watch --pool nowhere; echo "ended with $?"');
    await terminal.shows(/There is no pool nowhere\.\nended with 5/);
    await terminal.line('clear; coordination-pool watch --url http://127.0.0.1:1; echo "ended with $?"');
    await terminal.shows(/ended with 3/);
  });

  it('asks before it destroys, and takes nothing but yes for yes', async () => {
    const { id } = await client.submit({ payload: { ms: 60_000 } });
    const cancel = `clear; coordination-pool tasks cancel ${id}; echo "ended with $?"`;
    await terminal.line(cancel);
    await terminal.shows(/This cancels 1 task at[\s\S]*Go on\? \[y\/N\]/);
    await terminal.type('Enter');
    await terminal.shows(/Nothing was done\.\nended with 130/);
    await terminal.line(cancel);
    await terminal.shows(/Go on\?/);
    await terminal.type('C-c');
    await terminal.shows(/Nothing was done\.\nended with 130/);
    await terminal.line(cancel);
    await terminal.shows(/Go on\?/);
    await terminal.line('y');
    await terminal.shows(/is CANCELLED\.\nended with 0/);
  });

  it('shows a bar for what takes longer than a second, and tables that fit', async () => {
    await terminal.line(`coordination-pool submit GENERAL --payload '{"ms":3000}' --wait`);
    await terminal.shows(/^\[[#-]{24}\] (?:Waiting for )?task_.*, \d s/m);
    await terminal.shows(/^3000$/m);
    expect(await terminal.screen()).not.toMatch(/\[[#-]{24}\]/);

    await client.submit({ payload: { ms: 'no number' }, idempotencyKey: 'x'.repeat(200) });
    await terminal.line('clear; NO_COLOR= coordination-pool tasks --limit 1');
    const screen = await terminal.shows(/^TASK .*\ntask_/m);
    expect(screen.split('\n').every((line) => line.length <= 100)).toBe(true);
    expect(await terminal.screenWithColours()).toContain('\u001b[');
    await terminal.line('clear; NO_COLOR=1 coordination-pool tasks --limit 1');
    await terminal.shows(/^TASK .*\ntask_/m);
    expect(await terminal.screenWithColours()).not.toContain('\u001b[');
  });
});
