import { expect, it } from '@jest/globals';
import type { IsolationEvidence } from '../../src/agents/runtime.js';
import type { AgentState } from '../../src/core/agent.js';
import { findings } from '../../src/engine/isolation-findings.js';

it('says in which folder an agent works, and not where on this machine the pools are', () => {
  const ids = { contextWindowId: 'ctx_1', toolSessionId: 'tool_1', memoryHandleId: 'mem_1' };
  const agent = { id: 'agent_1', kind: 'PROCESS', isolationIssues: [], ...ids } as unknown as AgentState;
  const workDir = '/srv/secret-place/data/agents/agent_1/tool_1';
  const own: IsolationEvidence = { ...ids, agentId: 'agent_1', processId: 7, workDir, readableCanaries: ['agent_1'] };
  const [found] = findings([agent], [own]);
  expect(found?.evidence).toContain('works in agent_1/tool_1');
  expect(JSON.stringify(found)).not.toContain('secret-place');
});
