import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { Exposition } from '../support/exposition.js';
import { startServer, type RunningServer } from '../support/server.js';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string; readonly runbook_url: string };
}

interface Panel {
  readonly title: string;
  readonly type: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const ALERTS = 'ops/prometheus/alerts.yml';
const DASHBOARD = 'ops/grafana/dashboard.json';

const rules = (): readonly Rule[] =>
  (parse(readFileSync(ALERTS, 'utf8')) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules);
const dashboard = (): { readonly panels: readonly Panel[]; readonly uid: string } =>
  JSON.parse(readFileSync(DASHBOARD, 'utf8')) as { panels: Panel[]; uid: string };

/** Names of metrics in an expression: ours, and those that every Node process has. */
const metricsIn = (expr: string): readonly string[] => expr.match(/\b(?:coordination_pool|nodejs|process)_\w+/g) ?? [];
/** As GitHub makes an anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

describe('what operators are given', () => {
  let server: RunningServer;
  let names: ReadonlySet<string>;
  beforeAll(async () => {
    server = await startServer({ args: ['--size', '0'] });
    names = (await Exposition.of(server.url)).names;
  });
  afterAll(() => server.stop());

  it('has alerts on nothing but what is at /metrics', () => {
    expect(rules().length).toBeGreaterThan(10);
    for (const { alert, expr } of rules()) {
      const used = metricsIn(expr);
      expect([alert, used.length > 0 || expr.includes('up{')]).toEqual([alert, true]);
      expect([alert, used.filter((name) => !names.has(name))]).toEqual([alert, []]);
    }
  });

  it('has for each alert what it means, what to look at and what to do', () => {
    const runbook = readFileSync('docs/operations/runbook.md', 'utf8');
    const sections = new Map(
      runbook
        .split(/^## /m)
        .slice(1)
        .map((section) => [anchorOf(section.split('\n')[0]!), section]),
    );
    for (const { alert, labels, annotations } of rules()) {
      expect([alert, labels.severity]).toEqual([alert, expect.stringMatching(/^(?:warning|critical)$/)]);
      const [file, anchor] = annotations.runbook_url.split('#');
      expect(file).toBe('docs/operations/runbook.md');
      const section = sections.get(anchor!) ?? '';
      expect([alert, section.includes(`\`${alert}\``)]).toEqual([alert, true]);
      for (const part of ['**Means.**', '**Look at.**', '**Do.**'])
        expect([alert, section]).toEqual([alert, expect.stringContaining(part)]);
    }
    expect(sections.size).toBe(rules().length);
  });

  it('has a dashboard that shows nothing but what is at /metrics', () => {
    const panels = dashboard().panels.filter(({ type }) => type !== 'row');
    expect(panels.length).toBeGreaterThan(15);
    for (const { title, targets = [] } of panels) {
      for (const { expr } of targets) {
        const used = metricsIn(expr);
        expect([title, used.length > 0]).toEqual([title, true]);
        expect([title, used.filter((name) => !names.has(name))]).toEqual([title, []]);
      }
    }
  });

  it('has nothing that promtool finds fault with, where there is one', async () => {
    if (spawnSync('promtool', ['--version']).error !== undefined) return;
    const checked = spawnSync('promtool', ['check', 'rules', ALERTS], { encoding: 'utf8' });
    expect([checked.status, checked.stderr]).toEqual([0, '']);
    const input = await (await fetch(`${server.url}/metrics`)).text();
    const metrics = spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' });
    const ours = metrics.stderr.split('\n').filter((line) => line.startsWith('coordination_pool_'));
    expect(ours).toEqual([]);
  });
});
