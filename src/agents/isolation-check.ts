import { randomBytes } from 'node:crypto';
import { readlink } from 'node:fs/promises';
import type { AgentSession } from './agent-session.js';
import type { IsolationEvidence } from './runtime.js';

interface Canary {
  readonly session: AgentSession;
  readonly key: string;
  readonly value: string;
}

/**
 * Gives every agent a fresh random canary to keep, then asks each which of all of them it can read.
 * Each of the two rounds takes at most half of `timeoutMs`. Only a value that was really handed out counts:
 * an agent cannot claim to have read what it has not.
 */
export async function gatherEvidence(
  sessions: readonly AgentSession[],
  timeoutMs: number,
): Promise<readonly IsolationEvidence[]> {
  const canaries: readonly Canary[] = sessions.map((session) => ({
    session,
    key: `canary:${session.life.agentId}`,
    value: randomBytes(16).toString('hex'),
  }));
  await Promise.all(
    canaries.map(({ session, key, value }) => session.ask({ type: 'canary.store', key, value }, timeoutMs / 2)),
  );
  return Promise.all(sessions.map((session) => evidenceOf(session, canaries, timeoutMs / 2)));
}

async function evidenceOf(
  session: AgentSession,
  canaries: readonly Canary[],
  timeoutMs: number,
): Promise<IsolationEvidence> {
  const { agentId } = session.life;
  const keys = canaries.map(({ key }) => key);
  const answer = await session.ask({ type: 'canary.read', keys }, timeoutMs);
  const told = answer?.type === 'canary.found' ? answer : null;
  const readable = ({ key, value }: Canary): boolean =>
    told?.found.some((each) => each.key === key && each.value === value) ?? false;
  return {
    agentId,
    processId: session.pid,
    workDir: (await actualWorkDir(session.pid)) ?? told?.workDir ?? null,
    contextWindowId: told?.contextWindowId ?? null,
    toolSessionId: told?.toolSessionId ?? null,
    memoryHandleId: told?.memoryHandleId ?? null,
    readableCanaries: canaries.filter(readable).map((canary) => canary.session.life.agentId),
  };
}

/** What the kernel says, which goes before what the agent says; null where there is no `/proc`. */
async function actualWorkDir(pid: number | null): Promise<string | null> {
  if (pid === null || process.platform !== 'linux') return null;
  try {
    return await readlink(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}
