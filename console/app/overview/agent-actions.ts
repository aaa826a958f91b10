import {
  FailAgentDocument,
  RestoreAgentDocument,
  RetireAgentDocument,
  VerifyAgentSkillDocument,
} from '../../../src/generated/graphql';
import type { AgentView } from '../../../src/sdk/react/react';
import { useAction } from '../data/use-action';
import { useCan } from '../data/use-can';

export type AgentAction = 'restore' | 'retire' | 'verify' | 'fail';

export interface AgentActions {
  /** Why it cannot be done with this agent now; null where it can. */
  readonly reason: (action: AgentAction, agent: AgentView) => string | null;
  readonly restore: (agentId: string) => void;
  readonly retire: (agentId: string) => void;
  /** Gives whether the server took it. */
  readonly verify: (agentId: string, skill: string) => Promise<boolean>;
  readonly fail: (agentId: string, reason: string) => void;
  readonly isVerifying: boolean;
  readonly verifyError: Error | null;
}

/** What can be done with agents: asked once for all cards. */
export function useAgentActions(): AgentActions {
  const allowed: Readonly<Record<AgentAction, string | null>> = {
    restore: useCan('restoreAgent').reason,
    retire: useCan('retireAgent').reason,
    verify: useCan('verifyAgentSkill').reason,
    fail: useCan('failAgent').reason,
  };
  const restore = useAction(RestoreAgentDocument, {
    done: ({ restoreAgent: { agent } }) => `${agent.name} is back in service.`,
  });
  const retire = useAction(RetireAgentDocument, {
    done: ({ retireAgent: { agent } }) =>
      agent.currentTask == null ? `${agent.name} has left.` : `${agent.name} finishes what it has, then leaves.`,
  });
  const fail = useAction(FailAgentDocument, {
    done: ({ failAgent: { agent, task, taskFailedPermanently } }) =>
      `${agent.name} is degraded${task == null ? '' : taskFailedPermanently ? '; its task has failed for good' : '; its task goes on elsewhere'}.`,
  });
  const verify = useAction(VerifyAgentSkillDocument, {
    done: ({ verifyAgentSkill: { agent } }) => `The skill of ${agent.name} is on record.`,
    quiet: true,
  });
  return {
    reason: (action, { status }) =>
      allowed[action] ??
      (action === 'restore' && status !== 'DEGRADED' ? 'Only a degraded agent can be restored.' : null) ??
      (action === 'fail' && status === 'DEGRADED' ? 'It is degraded already.' : null) ??
      (action === 'retire' && status === 'DRAINING' ? 'It is leaving already.' : null),
    restore: (agentId) => void restore.run({ input: { agentId } }),
    retire: (agentId) => void retire.run({ input: { agentId } }),
    fail: (agentId, reason) => void fail.run({ input: { agentId, ...(reason !== '' && { reason }) } }),
    verify: async (agentId, skill) => (await verify.run({ input: { agentId, skill } })) !== null,
    isVerifying: verify.isPending,
    verifyError: verify.error,
  };
}
