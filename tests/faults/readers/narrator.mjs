import { ASSIGNMENTS, HEARTBEAT, SPAWN } from '../documents.mjs';
import { askOnce } from '../operation.mjs';
import { complete } from '../reports.mjs';
import { subscribe } from '../socket-stream.mjs';

const POOL = 'default';
const SKILL = 'narrates';
const TEXT = 'x'.repeat(100_000);

/**
 * A remote agent with one task, whose payload is large and goes with every event of it, and which is at it until it is told to end:
 * each note of its progress is an event for all readers.
 */
export class Narrator {
  /** Bytes of an event of its task, and a little more. */
  static eventBytes = TEXT.length;
  /** Notes that it has made, numbered from 1. */
  notes = 0;
  #campaign;
  #identity;
  #attempt;

  static async start(campaign) {
    const { api, port } = campaign.surroundings;
    const spawn = { pool: POOL, kind: 'REMOTE', name: 'narrator', skills: [SKILL] };
    const { agent, sessionToken } = (await askOnce(api, SPAWN, { input: spawn })).spawnAgent;
    const given = new Promise((resolve) => {
      const variables = { id: agent.id, token: sessionToken };
      const stream = subscribe(port, ASSIGNMENTS, variables, ({ agentAssignments }) => {
        if (agentAssignments.task.payload.run === 'narrate') resolve({ ...agentAssignments, stream });
      });
    });
    await campaign.submit('narrate', { requiredSkills: [SKILL], payload: { text: TEXT } });
    return new Narrator(campaign, { agentId: agent.id, sessionToken }, await given);
  }

  constructor(campaign, identity, attempt) {
    this.#campaign = campaign;
    this.#identity = identity;
    this.#attempt = attempt;
  }

  /** Resolves when it is acknowledged. */
  async note() {
    this.notes += 1;
    const attempts = [{ leaseToken: this.#attempt.leaseToken, progress: 0.5, note: String(this.notes) }];
    await askOnce(this.#campaign.surroundings.api, HEARTBEAT, { input: { ...this.#identity, attempts } });
  }

  async end() {
    const { task, leaseToken, stream } = this.#attempt;
    await complete(this.#campaign.surroundings, { pool: POOL, taskId: task.id, leaseToken });
    await stream.close();
  }
}
