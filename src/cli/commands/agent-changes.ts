import {
  FailAgentDocument,
  RestoreAgentDocument,
  RetireAgentDocument,
  SpawnAgentDocument,
  VerifyAgentSkillDocument,
  type AgentKind,
  type TaskType,
} from '../../generated/graphql.js';
import type { Handler } from '../call.js';
import { confirmed } from '../confirm.js';
import { forEach, printChange, printJson, wordAt, wordsAt } from '../results.js';
import { count } from '../shown.js';

interface Options {
  readonly json?: boolean;
  readonly yes?: boolean;
}

export const spawnAgent: Handler<
  Options & {
    readonly kind?: AgentKind;
    readonly name?: string;
    readonly type?: TaskType[];
    readonly skill?: string[];
  }
> = async (call) => {
  const connection = call.connect();
  const { kind, name, type = [], skill = [] } = call.options;
  const input = {
    ...{ pool: connection.pool, taskTypes: type, skills: skill },
    ...(kind !== undefined && { kind }),
    ...(name !== undefined && { name }),
  };
  const { spawnAgent: spawned } = await connection.tell(SpawnAgentDocument, { input });
  if (call.options.json === true) printJson(call, spawned);
  else {
    call.terminal.data(spawned.agent.id);
    if (spawned.sessionToken != null) call.terminal.note('It has a session token, which only --json shows.');
  }
  return undefined;
};

export const retireAgents: Handler<Options> = async (call) => {
  const connection = call.connect();
  const ids = wordsAt(call.args, 0);
  const what = `This retires ${count(ids.length, 'agent')} at ${connection.url}: ${ids.join(', ')}.`;
  await confirmed(call.terminal, what, call.options.yes, call.signal);
  return forEach(
    call,
    ids,
    async (agentId) => (await connection.tell(RetireAgentDocument, { input: { agentId } })).retireAgent.agent,
    ({ id, currentTask }) => (currentTask == null ? `${id} leaves.` : `${id} leaves when ${currentTask.id} has ended.`),
  );
};

export const failAgent: Handler<Options & { readonly reason?: string }> = async (call) => {
  const connection = call.connect();
  const agentId = wordAt(call.args, 0);
  const { reason, yes } = call.options;
  const what = `This reports agent ${agentId} at ${connection.url} as crashed; its task goes to another agent.`;
  await confirmed(call.terminal, what, yes, call.signal);
  const input = { agentId, ...(reason !== undefined && { reason }) };
  const { failAgent: failed } = await connection.tell(FailAgentDocument, { input });
  const { agent, task, reassigned, taskFailedPermanently } = failed;
  const outcome = taskFailedPermanently
    ? 'has failed for good'
    : reassigned
      ? 'went to another agent'
      : 'waits for another';
  printChange(call, failed, `${agent.id} is ${agent.status}.${task == null ? '' : ` Its task ${task.id} ${outcome}.`}`);
  return undefined;
};

export const restoreAgent: Handler<Options> = async (call) => {
  const input = { agentId: wordAt(call.args, 0) };
  const { restoreAgent: restored } = await call.connect().tell(RestoreAgentDocument, { input });
  printChange(call, restored, `${restored.agent.id} is ${restored.agent.status}.`);
  return undefined;
};

export const verifySkill: Handler<Options> = async (call) => {
  const input = { agentId: wordAt(call.args, 0), skill: wordAt(call.args, 1) };
  const { verifyAgentSkill } = await call.connect().tell(VerifyAgentSkillDocument, { input });
  printChange(
    call,
    verifyAgentSkill,
    `${verifyAgentSkill.agent.id} has ${verifyAgentSkill.agent.verifiedSkills.join(', ')}.`,
  );
  return undefined;
};
