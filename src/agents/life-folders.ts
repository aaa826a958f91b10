import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentLife } from './runtime.js';

/** Where one life of an agent keeps what is its own. All absolute. */
export interface LifeFolders {
  readonly workDir: string;
  readonly memoryDir: string;
  readonly contextFile: string;
}

/**
 * Makes the folders of this life and deletes what an earlier life of the agent left. What the ids name
 * is kept as it is, so that a life goes on over a restart of the server.
 */
export async function openLifeFolders(agentsDirectory: string, life: AgentLife): Promise<LifeFolders> {
  const home = agentHome(agentsDirectory, life.agentId);
  const contextName = `${segment(life.contextWindowId)}.jsonl`;
  const own = new Set([contextName, segment(life.memoryHandleId), segment(life.toolSessionId)]);
  const folders: LifeFolders = {
    workDir: join(home, life.toolSessionId),
    memoryDir: join(home, life.memoryHandleId),
    contextFile: join(home, contextName),
  };
  await mkdir(folders.workDir, { recursive: true, mode: 0o700 });
  await mkdir(folders.memoryDir, { recursive: true, mode: 0o700 });
  for (const name of await readdir(home)) {
    if (!own.has(name)) await rm(join(home, name), { recursive: true, force: true });
  }
  return folders;
}

export async function deleteAgentHome(agentsDirectory: string, agentId: string): Promise<void> {
  await rm(agentHome(agentsDirectory, agentId), { recursive: true, force: true, maxRetries: 3 });
}

function agentHome(agentsDirectory: string, agentId: string): string {
  return join(agentsDirectory, segment(agentId));
}

/** Ids are the engine's own, but one that climbs out of its folder would delete what is not the agent's. */
function segment(id: string): string {
  if (/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/.test(id)) return id;
  throw new Error(`${JSON.stringify(id)} cannot be the name of a folder`);
}
