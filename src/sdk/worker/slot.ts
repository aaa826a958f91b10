import { AgentAssignmentsDocument, RetireAgentDocument, SpawnAgentDocument } from '../../generated/graphql.js';
import type { EventStreams } from '../event-streams.js';
import type { HttpCalls } from '../http-calls.js';
import { pause, pauseMs } from '../pause.js';
import { PoolError } from '../pool-error.js';
import { Attempt, type Assignment } from './attempt.js';
import type { Heart } from './heart.js';
import { insist } from './insist.js';
import { agentName, type LostAgents } from './lost-agents.js';
import type { Report } from './report.js';
import type { WorkerSettings } from './settings.js';
import type { WriteLine } from './worker-log.js';

/** What the slots of a worker share. */
export interface Workplace {
  readonly settings: WorkerSettings;
  readonly calls: HttpCalls;
  readonly streams: EventStreams;
  readonly heart: Heart;
  readonly report: Report;
  readonly log: WriteLine;
  readonly lost: LostAgents;
  /** Called when a slot has its first agent. */
  readonly joined: () => void;
}

interface Session {
  readonly agent: { readonly id: string; readonly name: string };
  readonly sessionToken: string;
  readonly heartbeatMs: number;
}

/** One place of a worker: an agent of the pool, and another one where that is gone, until the worker leaves. */
export class Slot {
  readonly #place: Workplace;
  readonly #name: string;
  readonly #leaving = new AbortController();
  readonly #closed = new AbortController();
  /** Handlers that go on all the same are not waited for any more. */
  readonly #givenUp = new AbortController();
  readonly #inHand = new Map<string, { readonly attempt: Attempt; readonly done: Promise<void> }>();
  #session: { readonly agentId: string; readonly gone: AbortController } | null = null;

  constructor(place: Workplace, nth: number) {
    this.#place = place;
    this.#name = agentName(place.settings.name, nth);
  }

  /** Until it has left. Rejects where it cannot go on: the server refuses what it asks for. */
  async run(): Promise<void> {
    for (let brief = 0; !this.#leaving.signal.aborted;) {
      const session = await this.#join();
      if (session === null) return;
      const sinceMs = performance.now();
      await this.#serve(session);
      brief = performance.now() - sinceMs < BRIEF_MS ? brief + 1 : 0;
      // Whoever dismisses it again and again is not to be kept busy with that.
      if (brief > 1) await pause(pauseMs(brief), this.#leaving.signal).catch(() => undefined);
    }
  }

  /** The agent gets nothing new, and leaves the pool when it has ended what it has. */
  leave(): void {
    this.#leaving.abort();
  }

  /** Ends what is still in hand as failed. Resolves when all is told. */
  async giveUp(): Promise<void> {
    await Promise.all([...this.#inHand.values()].map(({ attempt }) => attempt.giveUp(this.#closed.signal)));
    this.#givenUp.abort();
  }

  /** Waits for nothing any more. */
  close(): void {
    this.leave();
    this.#closed.abort();
    this.#givenUp.abort();
    for (const { attempt } of this.#inHand.values()) attempt.cancel('the worker is closed');
  }

  /** The pool says that the attempt with this lease is over. */
  cancel(leaseToken: string): void {
    this.#inHand.get(leaseToken)?.attempt.cancel('the attempt is over: cancelled, timed out, or its lease has expired');
  }

  /** The pool does not know the agent any more. */
  lose(agentId: string): void {
    if (this.#session?.agentId === agentId) this.#session.gone.abort();
  }

  async #join(): Promise<Session | null> {
    const { settings, calls, log, lost, joined } = this.#place;
    const { pool, taskTypes, skills, retryForMs } = settings;
    const input = {
      pool,
      kind: 'REMOTE' as const,
      name: this.#name,
      taskTypes: [...taskTypes],
      skills: [...skills],
      connected: true,
    };
    const onRetry = (error: PoolError, tries: number): void => {
      if (tries === 1) log({ level: 'warn', message: `joining again: ${error.message}`, code: error.code });
      // Those who went silent must not keep those out who came back.
      if (error.code === 'POOL_FULL') lost.look();
    };
    try {
      const { spawnAgent } = await insist((signal) => calls.once(SpawnAgentDocument, { input }, { signal }), {
        ...{ forMs: retryForMs, signal: this.#leaving.signal, onRetry },
        alsoPasses: ['POOL_NOT_RUNNING'],
      });
      const { agent, sessionToken, leaseMs, heartbeatMs } = spawnAgent;
      lost.keepLooking(leaseMs);
      if (this.#session === null) joined();
      return { agent: { id: agent.id, name: agent.name }, sessionToken: sessionToken ?? '', heartbeatMs };
    } catch (error) {
      if (this.#leaving.signal.aborted) return null;
      throw error;
    }
  }

  /** Works as this agent until it has left the pool and its handlers have stopped. */
  async #serve(session: Session): Promise<void> {
    const { heart, streams } = this.#place;
    const { agent, sessionToken, heartbeatMs } = session;
    const gone = new AbortController();
    this.#session = { agentId: agent.id, gone };
    heart.order({ type: 'join', agentId: agent.id, sessionToken, heartbeatMs });
    const retire = (): void => void this.#retire({ agentId: agent.id, sessionToken }, gone);
    if (this.#leaving.signal.aborted) retire();
    else this.#leaving.signal.addEventListener('abort', retire, { once: true });
    const signal = AbortSignal.any([gone.signal, this.#closed.signal]);
    try {
      const variables = { agentId: agent.id, sessionToken };
      for await (const { agentAssignments } of streams.following(AgentAssignmentsDocument, variables, signal))
        this.#take(agentAssignments, agent);
    } catch (error) {
      if (!signal.aborted && !isUnknown(error)) throw error;
    } finally {
      this.#leaving.signal.removeEventListener('abort', retire);
      heart.order({ type: 'leave', agentId: agent.id });
      for (const { attempt } of this.#inHand.values()) attempt.cancel('its agent has left the pool');
    }
    await this.#idle();
  }

  #take(assignment: Assignment, agent: Session['agent']): void {
    const { leaseToken, task } = assignment;
    // What is in hand is told again with every new connection.
    if (this.#inHand.has(leaseToken)) return;
    const { settings, heart, report, log } = this.#place;
    const handler = settings.handlers.get(task.type);
    const contract = settings.contract[task.type];
    const attempt = new Attempt(assignment, { agent, handler, contract, heart, report, log });
    const done = attempt.run().finally(() => this.#inHand.delete(leaseToken));
    this.#inHand.set(leaseToken, { attempt, done });
  }

  /** Where nothing can be told, the agent is DEGRADED after a lease and dismissed by the next worker. */
  async #retire(
    input: { readonly agentId: string; readonly sessionToken: string },
    gone: AbortController,
  ): Promise<void> {
    const { calls, log } = this.#place;
    const { agentId } = input;
    try {
      await insist((signal) => calls.once(RetireAgentDocument, { input }, { signal }), {
        ...{ forMs: Infinity, signal: this.#closed.signal },
      });
    } catch (error) {
      if (error instanceof PoolError && error.code === 'NOT_FOUND') gone.abort();
      else log({ level: 'warn', message: `the agent could not be retired: ${String(error)}`, agentId });
    }
  }

  /** Until the handlers have stopped, or are not waited for any more. */
  async #idle(): Promise<void> {
    const { signal } = this.#givenUp;
    if (signal.aborted) return;
    const isGivenUp = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    await Promise.race([Promise.all([...this.#inHand.values()].map(({ done }) => done)), isGivenUp]);
  }
}

/** An agent that has been in the pool for no longer than this. */
const BRIEF_MS = 5_000;

/** Its agent is not in the pool, or is not its any more. */
function isUnknown(error: unknown): boolean {
  return error instanceof PoolError && ['NOT_FOUND', 'FORBIDDEN'].includes(error.code);
}
