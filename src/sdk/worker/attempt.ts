import type { AgentAssignmentsSubscription } from '../../generated/graphql.js';
import { thrownAsData } from '../../lib/thrown.js';
import { held, type Contract } from '../contract.js';
import type { WorkerContext, WorkerHandler } from './handlers.js';
import type { Heart } from './heart.js';
import { MAX_CODE_LENGTH, MAX_MESSAGE_LENGTH, type Ending, type Report } from './report.js';
import type { LogLevel, WriteLine } from './worker-log.js';

export type Assignment = AgentAssignmentsSubscription['agentAssignments'];

/** What an attempt needs of its worker and its agent. */
export interface Surroundings {
  readonly agent: { readonly id: string; readonly name: string };
  readonly handler: WorkerHandler | undefined;
  readonly contract: Contract[keyof Contract];
  readonly heart: Heart;
  readonly report: Report;
  readonly log: WriteLine;
}

/** `working`: the handler runs. `telling`: its end is being delivered. `over`: there is nothing left to deliver. */
type Phase = 'working' | 'telling' | 'over';

/** setTimeout knows no longer wait. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** One attempt of a task: its lease is held while the handler runs, and until its end is delivered. */
export class Attempt {
  readonly #assignment: Assignment;
  readonly #around: Surroundings;
  readonly #abort = new AbortController();
  #phase: Phase = 'working';
  #told: Promise<boolean> = Promise.resolve(false);

  constructor(assignment: Assignment, around: Surroundings) {
    this.#assignment = assignment;
    this.#around = around;
  }

  /** Resolves when the handler has stopped and all is told. Never rejects. */
  async run(): Promise<void> {
    const { leaseToken, task } = this.#assignment;
    const { agent, heart, report } = this.#around;
    heart.order({ type: 'hold', agentId: agent.id, leaseToken });
    const timedOut = (): void => this.#end('the attempt ran longer than its timeout', 'TimeoutError');
    const timer = task.timeoutMs == null ? undefined : setTimeout(timedOut, Math.min(MAX_TIMER_MS, task.timeoutMs));
    const ending = await this.#work();
    clearTimeout(timer);
    if (this.#phase === 'working') {
      this.#phase = 'telling';
      this.#told = report.tell({ taskId: task.id, leaseToken }, ending, this.#ids(), this.#abort.signal);
    }
    const isTold = await this.#told;
    this.#phase = 'over';
    heart.order({ type: 'release', agentId: agent.id, leaseToken, tell: !isTold });
  }

  /** The pool has ended it: the handler is to stop, and what it comes to is of no use. */
  cancel(reason: string): void {
    this.#end(reason, 'AbortError');
  }

  /**
   * Its time in this worker is up: where its handler still runs, it is ended as failed without waiting for that, so that another worker
   * takes the task. Resolves when its end is told, or when `signal` says that there is no more time for it.
   */
  async giveUp(signal: AbortSignal): Promise<void> {
    if (this.#phase === 'working') {
      const message = 'the worker is closing and its time to drain is up';
      const { task, leaseToken } = this.#assignment;
      this.cancel(message);
      const ending: Ending = { code: 'WORKER_DRAINED', message, retryable: true, retryAfterMs: null };
      this.#told = this.#around.report.tell({ taskId: task.id, leaseToken }, ending, this.#ids(), signal);
    }
    await this.#told;
  }

  #end(reason: string, name: 'AbortError' | 'TimeoutError'): void {
    if (this.#phase === 'working') this.#phase = 'over';
    this.#abort.abort(new DOMException(reason, name));
  }

  async #work(): Promise<Ending> {
    const { handler, contract, agent } = this.#around;
    const { task } = this.#assignment;
    try {
      if (handler === undefined) {
        const message = `no handler takes ${task.type}`;
        return { code: 'NO_HANDLER', message, retryable: false, retryAfterMs: null };
      }
      const payload = (await held(contract?.payload, task.payload, 'The payload')) as Assignment['task']['payload'];
      const result = await handler({ id: task.id, type: task.type, payload }, this.#context(agent));
      await held(contract?.result, result, 'The result');
      return { result };
    } catch (error) {
      return thrownAsData(error, { code: MAX_CODE_LENGTH, message: MAX_MESSAGE_LENGTH });
    }
  }

  #context(agent: Surroundings['agent']): WorkerContext {
    const { attempt, task, traceparent = null, leaseToken } = this.#assignment;
    const { heart } = this.#around;
    const at =
      (level: LogLevel) =>
      (message: string): void =>
        this.#around.log({ level, message, ...this.#ids() });
    return {
      agent,
      signal: this.#abort.signal,
      attempt,
      deadline: task.timeoutMs == null ? null : new Date(Date.now() + task.timeoutMs),
      trace: { traceId: task.traceId ?? null, traceparent },
      log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
      progress: (fraction, note) => {
        if (!Number.isFinite(fraction)) throw new TypeError('the fraction of a progress is a finite number');
        if (this.#phase !== 'working') return;
        const progress = Math.min(1, Math.max(0, fraction));
        const told = note === undefined ? null : note.slice(0, MAX_MESSAGE_LENGTH);
        heart.order({ type: 'progress', agentId: agent.id, leaseToken, progress, note: told });
      },
    };
  }

  #ids(): { readonly agentId: string; readonly taskId: string; readonly attempt: number } {
    const { task, attempt } = this.#assignment;
    return { agentId: this.#around.agent.id, taskId: task.id, attempt };
  }
}
