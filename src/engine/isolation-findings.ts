import type { IsolationEvidence } from '../agents/runtime.js';
import type { AgentState } from '../core/agent.js';

/** What a check found about one agent: what is wrong, and what was looked at. */
export interface IsolationFinding {
  readonly agent: AgentState;
  readonly issues: readonly string[];
  readonly evidence: readonly string[];
}

const IDS = ['contextWindowId', 'toolSessionId', 'memoryHandleId'] as const;

/**
 * No two agents may hold the same context, tool or memory id; and of those that run in processes, each
 * has a process and a working folder of its own, goes by the ids that the log gave it, and can read the
 * canary that it was given and no other. What was found earlier in an agent's life stands until that life ends.
 */
export function findings(
  agents: readonly AgentState[],
  evidence: readonly IsolationEvidence[],
): readonly IsolationFinding[] {
  const shown = new Map(evidence.map((each) => [each.agentId, each]));
  return agents.map((agent) => {
    const own = shown.get(agent.id);
    const issues = [
      ...sharedIds(agent, agents),
      ...(own === undefined ? [] : [...sharedWith(own, evidence), ...foreignIds(agent, own), ...canariesRead(own)]),
    ];
    return {
      agent,
      issues: [...new Set([...agent.isolationIssues, ...issues])].sort(),
      evidence: [idsChecked(agents), ...evidenceOf(agent, own)],
    };
  });
}

function sharedIds(agent: AgentState, agents: readonly AgentState[]): string[] {
  const others = agents.filter(({ id }) => id !== agent.id);
  return IDS.flatMap((key) =>
    others.filter((other) => other[key] === agent[key]).map(({ id }) => `has the same ${key} as ${id}`),
  );
}

function sharedWith(own: IsolationEvidence, all: readonly IsolationEvidence[]): string[] {
  const others = all.filter(({ agentId }) => agentId !== own.agentId);
  const sameProcess = others.filter(({ processId }) => processId !== null && processId === own.processId);
  const sameFolder = others.filter(({ workDir }) => workDir !== null && workDir === own.workDir);
  return [
    ...sameProcess.map(({ agentId }) => `runs in the process of ${agentId}`),
    ...sameFolder.map(({ agentId }) => `works in the folder of ${agentId}`),
  ];
}

function foreignIds(agent: AgentState, own: IsolationEvidence): string[] {
  return IDS.filter((key) => own[key] !== null && own[key] !== agent[key]).map(
    (key) => `goes by another ${key} than the log gave it`,
  );
}

function canariesRead({ agentId, readableCanaries }: IsolationEvidence): string[] {
  return readableCanaries.filter((id) => id !== agentId).map((id) => `can read what ${id} keeps`);
}

function idsChecked(agents: readonly AgentState[]): string {
  return `compared its context, tool and memory ids with those of ${String(agents.length - 1)} other agents of the pool`;
}

function evidenceOf(agent: AgentState, own: IsolationEvidence | undefined): string[] {
  if (agent.kind === 'REMOTE')
    return ['nothing but its ids was checked: it runs elsewhere, out of reach of this server'];
  if (own === undefined) return ['nothing but its ids was checked: no process of it runs at present'];
  const { processId, workDir, memoryHandleId, readableCanaries } = own;
  const isAnswering = memoryHandleId !== null || readableCanaries.length > 0;
  return [
    processId === null ? 'its process id is not known' : `runs in process ${String(processId)}`,
    workDir === null ? 'its working folder is not known' : `works in ${tailOf(workDir)}`,
    isAnswering ? canaryEvidence(own) : 'did not answer in time, so its memory was not checked',
  ];
}

/** The folder of the agent and the one of its tools: where they are is for those who run the server. */
function tailOf(path: string): string {
  return path.split(/[/\\]/).slice(-2).join('/');
}

function canaryEvidence({ agentId, readableCanaries }: IsolationEvidence): string {
  const others = readableCanaries.filter((id) => id !== agentId).length;
  const its = readableCanaries.includes(agentId)
    ? 'read the canary it was given'
    : 'could not read the canary it was given';
  return `${its} and ${others === 0 ? 'no other' : `${String(others)} of others`}`;
}
