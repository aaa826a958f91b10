import { openLink } from '../support/link.mjs';
import { HttpApi } from './api.mjs';
import { SPAWN } from './documents.mjs';
import { PausableLink } from './link.mjs';
import { askOnce } from './operation.mjs';
import { RemoteWorker } from './remote-worker.mjs';

const HABITS = { workMs: [0, 20], beatMs: 300, failing: 0.1, twice: 0.1, giveUpMs: null };

/**
 * Remote workers of a pool, while the server is well: a spawn that was left without an answer could not be told from a second one.
 *
 * @param {{ pool: string, workers: number, work: object, onLines: boolean }} options `onLines`: each on a line of its own, which
 *   can be broken; of `work`, `giveUpMs` is the habit of every second one.
 */
export async function hireWorkers(surroundings, { pool, workers, work, onLines }) {
  const hired = [];
  for (let n = 0; n < workers; n += 1) {
    const input = { pool, kind: 'REMOTE', name: `worker-${n}` };
    const { agent, sessionToken } = (await askOnce(surroundings.api, SPAWN, { input })).spawnAgent;
    const line = onLines ? await openLink(surroundings.port) : null;
    const port = line === null ? surroundings.port : Number(new URL(line.url).port);
    const own = { port, api: new HttpApi(port), link: new PausableLink(surroundings.link) };
    const habits = { ...HABITS, ...work, ...(n % 2 === 0 ? { giveUpMs: null } : {}) };
    hired.push(
      new RemoteWorker(
        { ...surroundings, ...own, chance: surroundings.chance.fork() },
        { agentId: agent.id, sessionToken, pool, line, ...habits },
      ),
    );
  }
  return hired;
}
