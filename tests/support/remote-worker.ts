import { setTimeout as after } from 'node:timers/promises';
import type { PoolClient } from './client.js';

export interface Work {
  readonly task: { readonly id: string };
  readonly attempt: number;
  readonly leaseToken: string;
}

export interface Session {
  readonly agentId: string;
  readonly sessionToken: string;
}

/** What a REMOTE agent says to the server, call by call; when it says it is the test's. */
export class RemoteWorker {
  readonly session: Session;
  readonly heartbeatMs: number;
  readonly #client: PoolClient;

  constructor(client: PoolClient, session: Session, heartbeatMs: number) {
    this.#client = client;
    this.session = session;
    this.heartbeatMs = heartbeatMs;
  }

  static async spawn(client: PoolClient, name: string): Promise<RemoteWorker> {
    const { spawnAgent } = await client.ask<{
      spawnAgent: { agent: { id: string }; sessionToken: string; heartbeatMs: number };
    }>(
      'mutation ($name: String) { spawnAgent(input: { kind: REMOTE, name: $name }) { agent { id } sessionToken heartbeatMs } }',
      { name },
    );
    const { agent, sessionToken, heartbeatMs } = spawnAgent;
    return new RemoteWorker(client, { agentId: agent.id, sessionToken }, heartbeatMs);
  }

  /** The same worker by another way. */
  through(client: PoolClient): RemoteWorker {
    return new RemoteWorker(client, this.session, this.heartbeatMs);
  }

  /** Its assignments on a socket of its own. Being there is a sign of life. */
  assignments() {
    return this.#client.subscribe<{ agentAssignments: Work }>(
      'subscription ($agentId: ID!, $sessionToken: String!) { agentAssignments(agentId: $agentId, sessionToken: $sessionToken) { task { id } attempt leaseToken } }',
      { ...this.session },
    );
  }

  /** The lease tokens that it is told to stop. */
  async beat(leaseTokens: readonly string[]): Promise<readonly string[]> {
    const { heartbeat } = await this.#client.ask<{ heartbeat: { cancel: readonly string[] } }>(
      'mutation ($input: HeartbeatInput!) { heartbeat(input: $input) { cancel } }',
      { input: { ...this.session, attempts: leaseTokens.map((leaseToken) => ({ leaseToken })) } },
    );
    return heartbeat.cancel;
  }

  /** Beats at the interval it was told until stopped; a beat that is not answered holds the next one up. */
  keepBeating(leaseTokens: readonly string[]): { stop(): Promise<readonly string[]> } {
    const over = new AbortController();
    const beating = (async () => {
      const cancel: string[] = [];
      do {
        cancel.push(...(await this.beat(leaseTokens)));
        await after(this.heartbeatMs, undefined, { signal: over.signal }).catch(() => undefined);
      } while (!over.signal.aborted);
      return cancel;
    })();
    return {
      stop() {
        over.abort();
        return beating;
      },
    };
  }

  /** `COMPLETED`, or the code of the refusal; the same for the others. */
  complete({ task, leaseToken }: Work, result: unknown): Promise<string> {
    return this.#report(
      'mutation ($id: ID!, $lease: String!, $result: JSON) { ended: completeTask(input: { taskId: $id, leaseToken: $lease, result: $result }) { task { status } } }',
      { id: task.id, lease: leaseToken, result },
    );
  }

  fail({ task, leaseToken }: Work): Promise<string> {
    return this.#report(
      'mutation ($id: ID!, $lease: String!) { ended: failTask(input: { taskId: $id, leaseToken: $lease, message: "broken" }) { task { status } } }',
      { id: task.id, lease: leaseToken },
    );
  }

  start({ task, leaseToken }: Work): Promise<string> {
    return this.#report(
      'mutation ($id: ID!, $lease: String!) { ended: startTask(input: { taskId: $id, leaseToken: $lease }) { task { status } } }',
      { id: task.id, lease: leaseToken },
    );
  }

  async #report(mutation: string, variables: Readonly<Record<string, unknown>>): Promise<string> {
    const { data, errors } = await this.#client.send<{ ended: { task: { status: string } } }>(mutation, variables);
    return data?.ended.task.status ?? String(errors[0]?.extensions['code']);
  }
}
