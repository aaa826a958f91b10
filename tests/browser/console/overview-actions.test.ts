import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { RemoteWorker } from '../../support/remote-worker.js';
import { expectAccessible, expectNoSidewaysScrolling } from './console-page.js';
import { overviewTests } from './overview-page.js';

const tests = overviewTests('--size', '1', '--agent-kind', 'REMOTE', '--max-size', '6');

interface Agent {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly statusReason: string | null;
  readonly taskTypes: readonly string[];
  readonly verifiedSkills: readonly string[];
}

async function agents(): Promise<readonly Agent[]> {
  const { pool } = await tests.pool.ask<{ pool: { agents: Agent[] } }>(
    '{ pool { agents { id name kind status statusReason taskTypes verifiedSkills } } }',
  );
  return pool.agents;
}

async function status(): Promise<string> {
  return (await tests.pool.ask<{ pool: { status: string } }>('{ pool { status } }')).pool.status;
}

const card = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.locator('strong', { hasText: name }) });

/** Chooses something from the menu of an agent. */
async function choose(page: Page, name: string, action: RegExp): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

async function choosePool(page: Page, action: RegExp): Promise<void> {
  await page.getByRole('button', { name: /^Pool default/ }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

const told = (page: Page, text: string | RegExp) => page.getByRole('region', { name: 'Messages' }).getByText(text);

describe('an agent', () => {
  it('joins by a form with its name, types and skills, and its token is shown once', async () => {
    const page = await tests.open();
    await page.getByRole('button', { name: 'Spawn agent' }).click();
    const dialog = page.getByRole('dialog', { name: 'Spawn an agent' });
    await dialog.getByLabel('Name').fill('n'.repeat(101));
    await dialog.getByRole('button', { name: 'Spawn' }).click();
    await dialog.locator('[aria-invalid=true]').waitFor();
    await dialog.getByLabel('Name').fill('by-form');
    await dialog.getByLabel('Kind').selectOption('REMOTE');
    await dialog.getByLabel('Research').check();
    await dialog.getByLabel('Verified skills').fill('sql, rust');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Spawn' }).click();
    await dialog.getByText('It is shown this once').waitFor();
    await dialog.getByRole('button', { name: 'I have it' }).click();
    await card(page, 'by-form').getByText('rust').waitFor();
    expect((await agents()).find(({ name }) => name === 'by-form')).toMatchObject({
      ...{ kind: 'REMOTE', taskTypes: ['RESEARCH'], verifiedSkills: ['rust', 'sql'] },
    });
  });

  it('is failed with a reason, stands in the banner, is restored, learns a skill, and leaves', async () => {
    await RemoteWorker.spawn(tests.pool, 'handled');
    const page = await tests.open();
    await choose(page, 'handled', /Report as failed/);
    await page.getByLabel('Reason').fill('it hangs');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Report as failed' }).click();
    await page.getByRole('region', { name: 'Degraded agents' }).getByText('handled (it hangs)').waitFor();
    expect((await agents()).find(({ name }) => name === 'handled')).toMatchObject({
      ...{ status: 'DEGRADED', statusReason: 'it hangs' },
    });
    await expectAccessible(page);

    await choose(page, 'handled', /^Restore/);
    await page.getByRole('region', { name: 'Degraded agents' }).waitFor({ state: 'detached' });
    await choose(page, 'handled', /Verify a skill/);
    await page.getByRole('textbox', { name: 'Skill' }).fill('welding');
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await card(page, 'handled').getByText('welding').waitFor();
    await choose(page, 'handled', /Retire/);
    await page.getByRole('button', { name: 'Retire' }).click();
    await told(page, 'handled has left.').waitFor();
    await card(page, 'handled').waitFor({ state: 'detached' });
    expect((await agents()).some(({ name }) => name === 'handled')).toBe(false);
  });

  it('that leaves while it is asked about stays in the dialog, and nobody else is touched', async () => {
    const { session } = await RemoteWorker.spawn(tests.pool, 'leaving');
    await RemoteWorker.spawn(tests.pool, 'staying');
    const page = await tests.open();
    await choose(page, 'leaving', /Retire/);
    const dialog = page.getByRole('dialog', { name: 'Retire leaving?' });
    await tests.pool.ask('mutation ($agentId: ID!) { retireAgent(input: { agentId: $agentId }) { cursor } }', {
      agentId: session.agentId,
    });
    await dialog.getByText('It has left the pool meanwhile.').waitFor();
    await card(page, 'leaving').waitFor({ state: 'detached' });
    await dialog.getByRole('button', { name: 'Retire' }).click();
    await told(page, /NOT_FOUND/).waitFor();
    expect((await agents()).some(({ name }) => name === 'staying')).toBe(true);
    await card(page, 'staying').waitFor();
  });
});

describe('a dependency', () => {
  it('is held down by hand, says so with what waits, and is given back to its probe', async () => {
    const page = await tests.open();
    await page
      .getByRole('region', { name: 'Dependencies' })
      .getByRole('button', { name: 'Actions for discovery' })
      .click();
    await page.getByRole('menuitem', { name: 'Hold it down' }).click();
    await page.getByRole('button', { name: 'Hold it down' }).click();
    const banner = page.getByRole('region', { name: 'Degraded: discovery' });
    await banner.getByText('Discovery and Migration wait, 0 tasks so far').waitFor();
    await tests.pool.submit({ type: 'DISCOVERY' });
    await banner.getByText('1 task so far').waitFor();
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoSidewaysScrolling(page);
    await banner.getByRole('button', { name: 'Back to its probe' }).click();
    await banner.waitFor({ state: 'detached' });
  });
});

describe('the pool', () => {
  it('is paused, resumed and filled up from its menu', async () => {
    const page = await tests.open();
    await choosePool(page, /Pause the pool/);
    await page.getByText('The pool is paused: nothing new is assigned.').first().waitFor();
    expect(await status()).toBe('PAUSED');
    await choosePool(page, /Resume the pool/);
    await page.getByRole('button', { name: /^Pool default Running/ }).waitFor();
    expect(await status()).toBe('RUNNING');
    await choosePool(page, /Fill up with agents/);
    await page.getByRole('spinbutton', { name: 'Agents' }).fill('6');
    await page.getByRole('dialog').getByLabel('Kind').selectOption('REMOTE');
    await page.getByRole('button', { name: 'Fill up' }).click();
    await page.getByText('No free place').waitFor();
    const spawn = page.getByRole('button', { name: 'Spawn agent' });
    expect(await spawn.getAttribute('aria-disabled')).toBe('true');
    expect(await agents()).toHaveLength(6);
    await expectAccessible(page);
  });

  it('is shut down at once only when its name has been typed', async () => {
    const page = await tests.open();
    await choosePool(page, /Shut down now/);
    const dialog = page.getByRole('dialog', { name: 'Shut down the pool default?' });
    expect(await dialog.getByRole('button', { name: 'Shut down' }).getAttribute('aria-disabled')).toBe('true');
    await dialog.getByLabel('Type default to confirm').fill('defau');
    await page.keyboard.press('Enter');
    expect(await status()).toBe('RUNNING');
    await expectAccessible(page);
    await dialog.getByLabel('Type default to confirm').fill('default');
    await page.keyboard.press('Enter');
    await page.getByText('The pool is stopped.').waitFor();
    expect(await status()).toBe('STOPPED');
    await page.getByText('No agents: tasks wait until one joins.').waitFor();
    await expectAccessible(page);
    await choosePool(page, /Start the pool/);
    await page.getByRole('spinbutton', { name: 'Agents' }).fill('1');
    await page.getByRole('dialog').getByLabel('Kind').selectOption('REMOTE');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('The pool is stopped.').waitFor({ state: 'detached' });
    expect(await status()).toBe('RUNNING');
  });
});
