import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EpochMs } from '../core/time.js';
import { AgentLog, cutText } from './agent-log.js';
import { readAgentLine } from './agent-message.js';
import { AgentProcess } from './agent-process.js';
import { AttemptInHand, runMessage } from './attempt-in-hand.js';
import { openLifeFolders, type LifeFolders } from './life-folders.js';
import { PendingAnswers, type Answer, type Question } from './pending-answers.js';
import type { ProcessConfig } from './process-config.js';
import type { ProcessWatch, Usage } from './process-watch.js';
import { PROTOCOL_VERSION, type AgentMessage, type ServerMessage } from './protocol.js';
import type { AgentLife, AttemptWork } from './runtime.js';

/** Sent but not read, beyond what a pipe holds. With more than that, no question is asked. */
const MAX_UNREAD_BYTES = 512 * 1024;

/** `ending`: told to go; what it says is no longer reported, except for the log. */
type Phase =
  | { readonly phase: 'opening' }
  | { readonly phase: 'starting'; readonly process: AgentProcess; readonly stopWaiting: () => void }
  | { readonly phase: 'running'; readonly process: AgentProcess }
  | {
      readonly phase: 'ending';
      readonly process: AgentProcess;
      readonly killTimer: NodeJS.Timeout;
      readonly killAt: number;
    }
  | { readonly phase: 'gone' };

/** One life of one agent: its process, the protocol with it, the attempt in hand. Ends once, and is not started again. */
export class AgentSession {
  readonly life: AgentLife;
  /** Resolves when the process is gone, or will never be. */
  readonly gone: Promise<void>;
  readonly #config: ProcessConfig;
  readonly #watch: ProcessWatch;
  readonly #onExited: (reason: string) => void;
  readonly #log: AgentLog;
  readonly #answers = new PendingAnswers();
  #phase: Phase = { phase: 'opening' };
  #attempt: AttemptInHand | null = null;
  #lastHeartbeatAtMs: EpochMs | null = null;
  #heapUsedBytes: number | null = null;
  #usage: Usage | null = null;
  #silentBeats = 0;
  #resolveGone: () => void = () => undefined;

  /** `onExited` is called when it has ended without having been told to, after `gone` is settled. */
  constructor(config: ProcessConfig, watch: ProcessWatch, life: AgentLife, onExited: (reason: string) => void) {
    this.#config = config;
    this.#watch = watch;
    this.#onExited = onExited;
    this.life = life;
    this.gone = new Promise((resolve) => {
      this.#resolveGone = resolve;
    });
    this.#log = new AgentLog((lease, level, message) => {
      config.reports.onLog(life.agentId, lease, level, message);
    });
  }

  get pid(): number | null {
    return 'process' in this.#phase ? this.#phase.process.pid : null;
  }

  get lastHeartbeatAtMs(): EpochMs | null {
    return this.#lastHeartbeatAtMs;
  }

  get heapUsedBytes(): number | null {
    return this.#heapUsedBytes;
  }

  /** Null until it was measured once. */
  get usage(): Usage | null {
    return this.#usage;
  }

  /** Not before an earlier process of the agent is gone. Nothing happens where it was stopped meanwhile. */
  async start(): Promise<void> {
    await nextTurn();
    try {
      if (!this.#isOpening()) return;
      const folders = await openLifeFolders(this.#config.agentsDirectory, this.life);
      if (this.#isOpening()) this.#spawn(folders);
    } catch (error) {
      this.#ended(`could not be started: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      if (this.#phase.phase === 'gone') this.#resolveGone();
    }
  }

  /** Sent as soon as the process is ready. */
  run(work: AttemptWork): void {
    if (this.#phase.phase === 'ending' || this.#phase.phase === 'gone') return;
    const attempt = new AttemptInHand(this.life.agentId, work, this.#config);
    if (this.#attempt !== null) {
      setImmediate(() => {
        attempt.failed({ code: 'AGENT_BUSY', message: 'the agent still has an attempt that has not ended' });
      });
      return;
    }
    this.#attempt = attempt;
    if (this.#phase.phase === 'running') this.#phase.process.send(runMessage(work));
  }

  /** An attempt that is over, or that the process has not been given yet, is released at once. */
  cancel(lease: string, reason: string): void {
    if (this.#phase.phase === 'ending' || this.#phase.phase === 'gone') return;
    const attempt = this.#attempt?.work.leaseToken === lease ? this.#attempt : null;
    if (attempt !== null && this.#phase.phase === 'running') {
      if (!attempt.cancelled) this.#phase.process.send({ type: 'cancel', lease, reason });
      const { cancelGraceMs } = this.#config;
      attempt.cancel(cancelGraceMs, () => {
        this.kill(`did not stop a cancelled attempt within ${cancelGraceMs} ms`);
      });
      return;
    }
    if (attempt !== null) this.#attempt = null;
    setImmediate(() => {
      this.#config.reports.onReleased(this.life.agentId, lease);
    });
  }

  /** Asks the process to end and kills it after `graceMs`; a second call can only shorten that. No exit is reported. */
  stop(graceMs: number): void {
    const phase = this.#phase;
    if (phase.phase === 'gone') return;
    if (phase.phase === 'opening') {
      // `start`, which is under way or will be called, sees it, and only then is it gone.
      this.#phase = { phase: 'gone' };
      return;
    }
    const killAt = performance.now() + graceMs;
    if (phase.phase === 'ending') {
      if (killAt >= phase.killAt) return;
      clearTimeout(phase.killTimer);
    } else {
      if (phase.phase === 'starting') phase.stopWaiting();
      this.#attempt?.close();
      this.#attempt = null;
      phase.process.send({ type: 'shutdown' });
    }
    const killTimer = setTimeout(() => {
      phase.process.kill('stopped');
    }, graceMs);
    this.#phase = { phase: 'ending', process: phase.process, killTimer, killAt };
    if (graceMs <= 0) phase.process.kill('stopped');
  }

  /** Ends it for a reason that is reported with its exit. */
  kill(reason: string): void {
    if ('process' in this.#phase) this.#phase.process.kill(reason);
  }

  /** Null where no answer came within `timeoutMs` or the agent is not running. */
  ask(question: Question, timeoutMs: number): Promise<Answer | null> {
    const phase = this.#phase;
    // One that reads nothing is not asked again and again: it would all be kept for it.
    if (phase.phase !== 'running' || phase.process.unreadBytes > MAX_UNREAD_BYTES) return Promise.resolve(null);
    return this.#answers.ask(question, timeoutMs, (message) => {
      phase.process.send(message);
    });
  }

  /**
   * Called every health interval; counts those in which it has said nothing. Beats rather than time: while this
   * process itself does not run, nobody can be heard.
   *
   * Code of an attempt may block the process for as long as the attempt's timeout allows; where there is
   * none, the silence is only warned of. But where no attempt's code runs, silence means that the process hangs.
   */
  beat(): void {
    if (this.#phase.phase !== 'running') return;
    this.#silentBeats += 1;
    const { maxSilentBeats, healthIntervalMs, endsSilentIdle } = this.#config;
    if (this.#silentBeats !== maxSilentBeats) return;
    const silence = `has said nothing for ${maxSilentBeats * healthIntervalMs} ms`;
    const attempt = this.#attempt;
    if (endsSilentIdle && attempt?.hasStarted !== true) this.kill(`${silence} while no attempt's code ran in it`);
    else this.#log.line(attempt?.work.leaseToken ?? null, 'warn', `the agent ${silence}: its code may hang`);
  }

  /** Asked anew after every wait: it may have been stopped meanwhile. */
  #isOpening(): boolean {
    return this.#phase.phase === 'opening';
  }

  #spawn(folders: LifeFolders): void {
    const { command, environment, maxLineBytes, readyTimeoutMs, alarm } = this.#config;
    const process = new AgentProcess(
      { command, environment, maxLineBytes, workDir: folders.workDir, watch: this.#watch },
      {
        onLine: (line) => {
          this.#heard(line);
        },
        onErrorLine: (line) => {
          this.#log.line(this.#attempt?.work.leaseToken ?? null, 'info', line);
        },
        onMeasured: (usage) => {
          this.#usage = usage;
        },
        onEnded: (reason) => {
          this.#ended(reason);
        },
      },
    );
    const stopWaiting = alarm(readyTimeoutMs, () => {
      process.kill(`was not ready within ${readyTimeoutMs} ms`);
    });
    this.#phase = { phase: 'starting', process, stopWaiting };
    process.send(this.#initMessage(folders));
  }

  #initMessage(folders: LifeFolders): ServerMessage {
    const { agentId, name, contextWindowId, toolSessionId, memoryHandleId } = this.life;
    const { contextLimitTokens, healthIntervalMs, maxResultBytes, maxReasonLength } = this.#config;
    return {
      type: 'init',
      protocol: PROTOCOL_VERSION,
      agent: { id: agentId, name },
      contextWindowId,
      toolSessionId,
      memoryHandleId,
      ...folders,
      contextLimitTokens,
      healthIntervalMs,
      maxResultBytes,
      maxReasonLength,
    };
  }

  #heard(line: string): void {
    const read = readAgentLine(line);
    if (read.kind === 'garbage') {
      // What stands there is not repeated: it may be a payload.
      this.#log.line(
        null,
        'warn',
        `unreadable line of ${line.length} characters on standard output: ${cutText(read.why, 200)}`,
      );
      return;
    }
    if (read.kind === 'violation') {
      this.kill(`broke the protocol: ${cutText(read.why, 200)}`);
      return;
    }
    this.#lastHeartbeatAtMs = this.#config.now();
    this.#silentBeats = 0;
    if (read.kind === 'message') this.#take(read.message, line.length);
  }

  #take(message: AgentMessage, lineLength: number): void {
    switch (message.type) {
      case 'ready':
        this.#becomeReady(message.protocol);
        return;
      case 'health':
        this.#heapUsedBytes = message.heapUsedBytes ?? null;
        return;
      case 'log':
        this.#log.line(this.#ownLease(message.lease), message.level, message.message);
        return;
      case 'canary.stored':
      case 'canary.found':
        this.#answers.answer(message);
        return;
      default:
        this.#takeOfAttempt(message, lineLength);
    }
  }

  /** Nobody's log line appears under another's attempt. */
  #ownLease(lease: string | null | undefined): string | null {
    return this.#attempt !== null && this.#attempt.work.leaseToken === lease ? lease : null;
  }

  #takeOfAttempt(message: Extract<AgentMessage, { lease: string }>, lineLength: number): void {
    const attempt = this.#attempt;
    // Of an attempt that is over: its end has been reported.
    if (attempt === null || attempt.work.leaseToken !== message.lease || this.#phase.phase !== 'running') return;
    if (message.type === 'started') attempt.started();
    else if (message.type === 'progress') attempt.progressed(message.fraction, message.note ?? null);
    else {
      this.#attempt = null;
      if (message.type === 'completed') attempt.completed(message.result, lineLength);
      else if (message.type === 'failed') attempt.failed(message);
      else attempt.released();
    }
  }

  #becomeReady(protocol: number): void {
    if (this.#phase.phase !== 'starting') return;
    const { process, stopWaiting } = this.#phase;
    if (protocol !== PROTOCOL_VERSION) {
      process.kill(`speaks version ${protocol} of the protocol, not ${PROTOCOL_VERSION}`);
      return;
    }
    stopWaiting();
    this.#phase = { phase: 'running', process };
    // Before the report: whoever hears that may give it work at once.
    if (this.#attempt !== null) process.send(runMessage(this.#attempt.work));
    this.#config.reports.onReady(this.life.agentId);
  }

  #ended(reason: string): void {
    const told = this.#phase.phase === 'ending' || this.#phase.phase === 'gone';
    this.#finish();
    if (!told) this.#onExited(reason);
  }

  #finish(): void {
    if (this.#phase.phase === 'starting') this.#phase.stopWaiting();
    if (this.#phase.phase === 'ending') clearTimeout(this.#phase.killTimer);
    this.#phase = { phase: 'gone' };
    this.#attempt?.close();
    this.#attempt = null;
    this.#answers.giveUp();
    this.#log.sayDropped();
    this.#resolveGone();
  }
}
