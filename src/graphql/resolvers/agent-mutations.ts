import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { AgentCommand } from '../../core/command.js';
import { Rejection } from '../../core/rejection.js';
import { failAgent, spawnAgent } from '../../engine/agent-changes.js';
import { agentAfter } from '../../engine/executed.js';
import { sessionTokenHash } from '../../engine/session-token.js';
import type { GraphContext } from '../context.js';
import { AgentInput, FailAgentInput, HeartbeatInput, SpawnAgentInput, VerifyAgentSkillInput } from '../inputs/agent.js';
import { agentOf, cursorOf, taskOf } from '../payload-of.js';
import { servicesOf } from '../services.js';
import { AgentPayload, FailAgentPayload, SpawnAgentPayload } from '../types/agent-payloads.js';
import { HeartbeatPayload } from '../types/remote.js';

const INPUT = 'What to do.';

@Resolver()
export class AgentMutations {
  @Mutation(() => SpawnAgentPayload, {
    description:
      'Adds one agent to a pool. A REMOTE one is IDLE at once; until its first sign of life, which `connected` says that this is, ' +
      'it is driven by hand and its attempts have no lease. NOT_FOUND, POOL_FULL with `limit`, POOL_NOT_RUNNING, BAD_USER_INPUT.',
  })
  async spawnAgent(
    @Ctx() { coordinator, config, caller }: GraphContext,
    @Arg('input', () => SpawnAgentInput, { defaultValue: {}, description: INPUT }) input: SpawnAgentInput,
  ): Promise<SpawnAgentPayload> {
    const pool = coordinator.requirePool(input.pool);
    const kind = input.kind ?? config.agentKind;
    if (kind !== 'REMOTE') caller.requireOperator('An agent that runs on the server', 'kind');
    const connected = input.connected ?? false;
    if (connected && kind !== 'REMOTE')
      throw new Rejection('BAD_USER_INPUT', 'connected is for REMOTE agents.', { field: 'connected' });
    const spawned = await spawnAgent(pool, {
      kind,
      name: input.name ?? null,
      taskTypes: input.taskTypes,
      skills: input.skills,
      connected,
    });
    const { sessionToken, leaseMs, executed } = spawned;
    const agent = agentOf(coordinator, pool, spawned.agent);
    return { agent, sessionToken, leaseMs, heartbeatMs: config.heartbeatMs, cursor: cursorOf(pool, executed) };
  }

  @Mutation(() => FailAgentPayload, {
    description:
      'Reports that an agent crashed: it becomes DEGRADED and its task goes on with another agent while attempts are left. One ' +
      'that is DEGRADED already stays as it is. NOT_FOUND, BAD_USER_INPUT.',
  })
  async failAgent(
    @Ctx() { coordinator }: GraphContext,
    @Arg('input', () => FailAgentInput, { description: INPUT }) { agentId, reason }: FailAgentInput,
  ): Promise<FailAgentPayload> {
    const failed = await failAgent(coordinator, agentId, reason ?? null);
    const { pool, agent, task, reassigned, taskFailedPermanently, executed } = failed;
    return {
      agent: agentOf(coordinator, pool, agent),
      reassigned,
      task: task === null ? null : taskOf(coordinator, pool, task),
      taskFailedPermanently,
      cursor: cursorOf(pool, executed),
    };
  }

  @Mutation(() => AgentPayload, {
    description:
      'Takes a DEGRADED agent back into service by hand, a PROCESS one with a fresh process and new ids. NOT_FOUND; INVALID_STATE ' +
      'for one that is not DEGRADED.',
  })
  restoreAgent(
    @Ctx() context: GraphContext,
    @Arg('input', () => AgentInput, { description: INPUT }) { agentId }: AgentInput,
  ): Promise<AgentPayload> {
    return changed(context, { type: 'RestoreAgent', agentId });
  }

  @Mutation(() => AgentPayload, {
    description:
      'Gives an agent nothing more and removes it when it has finished what it has in hand. A worker that is no ' +
      'operator shows by its session token that the agent is its own. NOT_FOUND, FORBIDDEN.',
  })
  retireAgent(
    @Ctx() context: GraphContext,
    @Arg('input', () => AgentInput, { description: INPUT }) { agentId, sessionToken }: AgentInput,
  ): Promise<AgentPayload> {
    requireOwn(context, agentId, sessionToken ?? null);
    return changed(context, { type: 'RetireAgent', agentId });
  }

  @Mutation(() => AgentPayload, {
    description:
      'Puts on record that an agent has a skill; tasks that wait for it may go to it at once. NOT_FOUND, BAD_USER_INPUT.',
  })
  verifyAgentSkill(
    @Ctx() context: GraphContext,
    @Arg('input', () => VerifyAgentSkillInput, { description: INPUT }) { agentId, skill }: VerifyAgentSkillInput,
  ): Promise<AgentPayload> {
    return changed(context, { type: 'VerifyAgentSkill', agentId, skill });
  }

  @Mutation(() => HeartbeatPayload, {
    description:
      'A REMOTE agent is alive, and works on the attempts that it names: their leases are renewed, their progress is told, and ' +
      'one that had not begun counts as begun. It restores a DEGRADED agent. NOT_FOUND, FORBIDDEN for another session token, ' +
      'INVALID_STATE for an agent that is not REMOTE, BAD_USER_INPUT.',
  })
  async heartbeat(
    @Ctx() { coordinator }: GraphContext,
    @Arg('input', () => HeartbeatInput, { description: INPUT }) input: HeartbeatInput,
  ): Promise<HeartbeatPayload> {
    const { agentId, sessionToken, attempts, memoryUsage, cpuUsage } = input;
    const pool = coordinator.requireAgentPool(agentId);
    const { answer } = await pool.execute({
      type: 'Heartbeat',
      agentId,
      sessionTokenHash: sessionTokenHash(sessionToken),
      beats: attempts.map(({ leaseToken, progress, note }) => ({
        leaseToken,
        progress: progress ?? null,
        note: note ?? null,
      })),
    });
    servicesOf(coordinator).gauges.set(agentId, { memoryUsage: memoryUsage ?? null, cpuUsage: cpuUsage ?? null });
    return { leaseMs: pool.view.limits.leaseMs, cancel: answer.cancel ?? [], drain: answer.drain ?? false };
  }
}

/** A token that is given must be the agent's; one that only works must give it. */
function requireOwn({ coordinator, caller }: GraphContext, agentId: string, sessionToken: string | null): void {
  caller.requireToken(sessionToken, 'sessionToken');
  const { view } = coordinator.requireAgentPool(agentId);
  if (sessionToken === null || view.agents.get(agentId)?.sessionTokenHash === sessionTokenHash(sessionToken)) return;
  throw new Rejection('FORBIDDEN', 'This is not the session token of the agent.', { field: 'sessionToken' });
}

async function changed(
  { coordinator }: GraphContext,
  command: Exclude<AgentCommand, { type: 'SpawnAgent' }>,
): Promise<AgentPayload> {
  const { agentId } = command;
  const pool = coordinator.requireAgentPool(agentId);
  const executed = await pool.execute(command);
  const agent = agentAfter(pool, executed, agentId);
  return { agent: agentOf(coordinator, pool, agent), cursor: cursorOf(pool, executed) };
}
