import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { publicEvents } from '../../src/views/public-event.js';
import { Rules } from '../support/rules.js';
import { complete, connected, fail, spawn } from './given.js';

const root = path.resolve(import.meta.dirname, '../..');
const document = readFileSync(path.join(root, 'docs/lifecycles.md'), 'utf8');
const declared = readFileSync(path.join(root, 'src/core/event.ts'), 'utf8');

const names = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((found) => found[1] ?? '');

/** The rows of the table of all events: what the readers see, by event. */
const table = new Map(
  [...document.matchAll(/^\| `(\w+)` \| .* \| (.*) \|$/gm)].map(([, event, seen]) => [event ?? '', seen ?? '']),
);
const events = names(declared, /readonly type: '(\w+)'/g);

describe('docs/lifecycles.md', () => {
  it('has every event of the core once, in the order of its source, and no other', () => {
    expect([...table.keys()].filter((name) => /^[A-Z][a-z]/.test(name))).toEqual(events);
  });

  it('draws no event that does not exist', () => {
    const charts = names(document, /```mermaid\n([\s\S]*?)```/g).join('\n');
    expect(
      names(charts, /\b((?:Task|Agent|Attempt|Pool|Dependency|Server)[A-Z]\w+)/g).filter(
        (name) => !events.includes(name),
      ),
    ).toEqual([]);
  });

  it('says of each event what readers really see of it', () => {
    const seen = new Map<string, Set<string>>();
    for (const moment of everything().moments) {
      const shown = publicEvents(moment).map(({ kind, name }) => `${kind} ${name}`);
      const { type } = moment.record.event;
      seen.set(type, new Set([...(seen.get(type) ?? []), ...shown]));
    }
    expect([...seen.keys()].sort()).toEqual([...events].sort());
    for (const [type, shown] of seen) {
      const documented = (table.get(type) ?? '').split(' ◆ ')[0] ?? '';
      expect([type, ...names(documented, /((?:TASK|AGENT|POOL|DEPENDENCY) [A-Z_]+)/g)]).toEqual([type, ...shown]);
    }
  });
});

/** A life in which everything happens at least once. */
function everything(): Rules {
  const rules = Rules.running(1);
  const agentId = connected(rules, { skills: ['sql'] });
  rules.do({ type: 'Heartbeat', agentId, sessionTokenHash: 'session-hash', beats: [] });
  complete(rules, rules.submit());
  rules.do({ type: 'CancelTask', taskId: rules.submit({ preferredAgentId: agentId }), reason: null });
  rules.do({ type: 'Heartbeat', agentId, sessionTokenHash: 'session-hash', beats: [] });
  const replayed = rules.submit({ preferredAgentId: rules.agentIds()[0] ?? '' });
  rules.do({ type: 'CancelTask', taskId: replayed, reason: null });
  rules.do({ type: 'RetryTask', taskId: replayed });
  const failing = rules.submit({ requiredSkills: ['sql'], maxAttempts: 2 });
  const leaseToken = rules.state.agents.get(agentId)?.attempt?.leaseToken ?? '';
  rules.do({
    type: 'Heartbeat',
    agentId,
    sessionTokenHash: 'session-hash',
    beats: [{ leaseToken, progress: 0.5, note: null }],
  });
  fail(rules, failing, {}, leaseToken);
  rules.pass(500);
  fail(rules, failing, {}, rules.state.agents.get(agentId)?.attempt?.leaseToken ?? '');
  rules.submit({ requiredSkills: ['rust'] });
  const process = spawn(rules, { kind: 'PROCESS' });
  rules.do({ type: 'VerifyAgentSkill', agentId: process, skill: 'go' });
  rules.do({ type: 'ReportBreach', agentId: process, issues: ['shares its folder'] });
  rules.do({ type: 'ReportExit', agentId: process, reason: 'killed' });
  rules.passToNext();
  rules.do({ type: 'ReportReady', agentId: process });
  for (const status of ['UP', 'DOWN', 'UP'] as const) rules.do({ type: 'SetDependency', name: 'discovery', status });
  rules.do({ type: 'ResumeWriting' });
  rules.do({ type: 'CountRefusals', count: 1 });
  rules.do({ type: 'PausePool' });
  rules.do({ type: 'ResumePool' });
  rules.do({ type: 'StopServer' });
  rules.do({ type: 'Recover' });
  rules.do({ type: 'ShutdownPool', mode: 'NOW', timeoutMs: 0 });
  while (rules.passToNext());
  return rules;
}
