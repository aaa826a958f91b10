import { fileURLToPath } from 'node:url';
import { DEFAULT_INPUT_LIMITS } from '../core/input-limits.js';
import type { EpochMs } from '../core/time.js';
import { splitCommandLine, withAbsoluteFiles } from './command-line.js';
import type { AgentReports } from './runtime.js';

/** What a `ProcessRuntime` is built with. Sizes and times are checked at once: a `RangeError` names the wrong one. */
export interface ProcessRuntimeOptions {
  readonly reports: AgentReports;
  /** Absolute. Each agent gets a folder in it, named by its id. */
  readonly agentsDirectory: string;
  /** Absolute path of the module with the task handlers, for the project's own agent host; null: no handlers. */
  readonly handlersModule: string | null;
  /**
   * A program instead of the agent host: a command line, split as a shell would but run through none
   * (see `splitCommandLine`). Words that are paths of files seen from `commandDirectory` become absolute.
   */
  readonly agentCommand: string | null;
  /** Default: the folder the server was started in. */
  readonly commandDirectory?: string;
  /** Resident memory, of the process and what it has started, at which an agent is killed; also the host's heap limit. At least 64. */
  readonly memoryLimitMb: number;
  /** Processes at which an agent is killed, its own included. Default 256. */
  readonly maxProcesses?: number;
  /** Between two looks at memory and number of processes. Default 250. */
  readonly watchIntervalMs?: number;
  /** How long a cancelled attempt may take to stop before the process is killed. Default 5,000. */
  readonly cancelGraceMs?: number;
  /** From the start of the process to its `ready`. Default 10,000. */
  readonly readyTimeoutMs?: number;
  /** Between two `health` messages of an agent. Default 1,000. */
  readonly healthIntervalMs?: number;
  /** How long the project's own host may say nothing while no attempt's code runs in it. Default 15,000. */
  readonly silenceLimitMs?: number;
  /** Of a task's result, as JSON in UTF-8. Default 256 KiB. */
  readonly maxResultBytes?: number;
  /** Of failure messages and notes, in characters. Default 2,000. */
  readonly maxReasonLength?: number;
  /** Standard output's longest line, as long as it may be remembered. Default four times a result, at least 1 MiB. */
  readonly maxLineBytes?: number;
  /** Size of an agent's conversation window, in estimated tokens. Default 32,000. */
  readonly contextLimitTokens?: number;
  /** The server's environment. Agents get of it PATH, HOME, LANG, TZ, TMPDIR and what begins with `AGENT_`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The wall clock, for `lastHeartbeatAtMs`. Default `Date.now`. */
  readonly now?: () => EpochMs;
  /** Rings once; gives what takes it back. For an agent that says nothing in time: one that hears what had queued up first. */
  readonly alarm?: Alarm;
}

type Alarm = (delayMs: number, ring: () => void) => () => void;

/** The complete form: every default filled in, the command and the environment made. */
export interface ProcessConfig {
  readonly reports: AgentReports;
  readonly agentsDirectory: string;
  readonly command: readonly [string, ...string[]];
  readonly memoryLimitBytes: number;
  readonly maxProcesses: number;
  readonly watchIntervalMs: number;
  readonly cancelGraceMs: number;
  readonly readyTimeoutMs: number;
  readonly healthIntervalMs: number;
  /** In health intervals. */
  readonly maxSilentBeats: number;
  /** Only of the project's own host is it known that it goes on saying `health` unless it hangs. */
  readonly endsSilentIdle: boolean;
  readonly maxResultBytes: number;
  readonly maxReasonLength: number;
  readonly maxLineBytes: number;
  readonly contextLimitTokens: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly now: () => EpochMs;
  readonly alarm: Alarm;
}

const PASSED_ON = new Set(['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR']);

export function completeConfig(options: ProcessRuntimeOptions): ProcessConfig {
  const maxResultBytes = whole('maxResultBytes', options.maxResultBytes ?? DEFAULT_INPUT_LIMITS.maxResultBytes, 1);
  const { maxReasonLength = DEFAULT_INPUT_LIMITS.maxReasonLength } = options;
  const healthIntervalMs = whole('healthIntervalMs', options.healthIntervalMs ?? 1_000, 10);
  const silenceLimitMs = whole('silenceLimitMs', options.silenceLimitMs ?? 15_000, 1);
  return Object.freeze({
    reports: options.reports,
    agentsDirectory: options.agentsDirectory,
    command: commandOf(options),
    memoryLimitBytes: whole('memoryLimitMb', options.memoryLimitMb, 64) * 1024 * 1024,
    maxProcesses: whole('maxProcesses', options.maxProcesses ?? 256, 1),
    watchIntervalMs: whole('watchIntervalMs', options.watchIntervalMs ?? 250, 10),
    cancelGraceMs: whole('cancelGraceMs', options.cancelGraceMs ?? 5_000, 1),
    readyTimeoutMs: whole('readyTimeoutMs', options.readyTimeoutMs ?? 10_000, 1),
    healthIntervalMs,
    // One for the beat that is under way.
    maxSilentBeats: Math.ceil(silenceLimitMs / healthIntervalMs) + 1,
    endsSilentIdle: options.agentCommand === null,
    maxResultBytes,
    maxReasonLength: whole('maxReasonLength', maxReasonLength, 1),
    // A result may be written at such length: with every character escaped, for example.
    maxLineBytes: whole('maxLineBytes', options.maxLineBytes ?? Math.max(1024 * 1024, 4 * maxResultBytes), 1024),
    contextLimitTokens: whole('contextLimitTokens', options.contextLimitTokens ?? 32_000, 1),
    environment: agentEnvironment(options.environment),
    now: options.now ?? Date.now,
    alarm: options.alarm ?? timerAlarm,
  });
}

const timerAlarm: Alarm = (delayMs, ring) => {
  const timer = setTimeout(ring, delayMs);
  return () => {
    clearTimeout(timer);
  };
};

function commandOf(options: ProcessRuntimeOptions): readonly [string, ...string[]] {
  if (options.agentCommand !== null) {
    return withAbsoluteFiles(splitCommandLine(options.agentCommand), options.commandDirectory ?? process.cwd());
  }
  const host = fileURLToPath(new URL('./host/main.js', import.meta.url));
  const heap = `--max-old-space-size=${options.memoryLimitMb}`;
  return [process.execPath, heap, host, ...(options.handlersModule === null ? [] : [options.handlersModule])];
}

function agentEnvironment(from: ProcessRuntimeOptions['environment']): Readonly<Record<string, string>> {
  const passed = Object.entries(from).flatMap(([name, value]) =>
    value !== undefined && (PASSED_ON.has(name) || name.startsWith('AGENT_')) ? [[name, value] as const] : [],
  );
  return Object.fromEntries(passed);
}

function whole(name: string, value: number, min: number): number {
  if (Number.isInteger(value) && value >= min) return value;
  throw new RangeError(`${name} must be a whole number of at least ${min}, not ${value}`);
}
