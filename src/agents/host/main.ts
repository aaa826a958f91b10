import { DEFAULT_INPUT_LIMITS } from '../../core/input-limits.js';
import { AgentLog } from '../agent-log.js';
import { PROTOCOL_VERSION, type InitMessage, type RunMessage, type ServerMessage } from '../protocol.js';
import { measureProcess, RunningAttempt, runAttempt, type AgentBelongings } from './attempt-runner.js';
import { takeChannel, type Send } from './channel.js';
import { FileContextWindow } from './context-window.js';
import { loadHandlers, type HandlerTable } from './load-handlers.js';
import { FileMemory } from './memory-store.js';
import { hearServer } from './server-messages.js';

/**
 * The project's own agent: `node main.js [handlers module]`, started by the server, which it speaks to by
 * `docs/agent-protocol.md`. One handler runs at a time.
 */
class AgentHost {
  readonly #send: Send;
  readonly #init: InitMessage;
  readonly #handlers: HandlerTable;
  readonly #belongings: AgentBelongings;
  #attempt: { readonly running: RunningAttempt; readonly ended: Promise<void> } | null = null;

  constructor(send: Send, log: AgentLog, init: InitMessage, handlers: HandlerTable) {
    this.#send = send;
    this.#init = init;
    this.#handlers = handlers;
    const { maxResultBytes, maxReasonLength } = { ...DEFAULT_INPUT_LIMITS, ...init };
    this.#belongings = {
      limits: { maxResultBytes, maxReasonLength },
      agent: init.agent,
      log,
      tools: { sessionId: init.toolSessionId, workDir: init.workDir },
      context: new FileContextWindow(init.contextFile, init.contextLimitTokens),
      memory: new FileMemory(init.memoryDir),
    };
  }

  start(): void {
    const sayHealth = (): void => {
      this.#send({ type: 'health', heapUsedBytes: measureProcess().heapUsedBytes });
    };
    setInterval(sayHealth, this.#init.healthIntervalMs).unref();
    sayHealth();
    this.#send({ type: 'ready', protocol: PROTOCOL_VERSION });
  }

  take(message: ServerMessage): void {
    switch (message.type) {
      case 'run':
        this.#run(message);
        return;
      case 'cancel':
        if (this.#attempt?.running.lease === message.lease) this.#attempt.running.cancel(message.reason);
        return;
      case 'shutdown':
        void this.#shutDown();
        return;
      case 'canary.store':
        void this.#storeCanary(message.check, message.key, message.value);
        return;
      case 'canary.read':
        void this.#readCanaries(message.check, message.keys);
        return;
      case 'init':
    }
  }

  #run(run: RunMessage): void {
    const running = new RunningAttempt(run.lease);
    const ended = runAttempt(running, run, this.#handlers, this.#belongings, this.#send).then(() => {
      if (this.#attempt?.running === running) this.#attempt = null;
    });
    this.#attempt = { running, ended };
  }

  /** The handler may clean up; the server kills this process where that takes too long. */
  async #shutDown(): Promise<void> {
    this.#attempt?.running.cancel('the agent is to end');
    await this.#attempt?.ended;
    await this.#belongings.memory.settled();
    process.exit(0);
  }

  async #storeCanary(check: string, key: string, value: string): Promise<void> {
    this.#belongings.context.storeCanary(key, value);
    await this.#belongings.memory.storeCanary(key, value);
    this.#send({ type: 'canary.stored', check });
  }

  /** A key that memory and context hold with different values is told twice; the server knows which is the fresh one. */
  async #readCanaries(check: string, keys: readonly string[]): Promise<void> {
    const { memory, context } = this.#belongings;
    const found: { key: string; value: string }[] = [];
    for (const key of keys) {
      const values = new Set([await memory.readCanary(key), context.readCanary(key)]);
      for (const value of values) if (value !== null) found.push({ key, value });
    }
    const { contextWindowId, toolSessionId, memoryHandleId } = this.#init;
    this.#send({
      type: 'canary.found',
      check,
      found,
      workDir: process.cwd(),
      contextWindowId,
      toolSessionId,
      memoryHandleId,
    });
  }
}

/** The last line is what the server gives as the reason of the exit. */
function die(what: string, error: unknown): never {
  if (error instanceof Error && error.stack !== undefined) process.stderr.write(`${error.stack}\n`);
  process.stderr.write(`${what}: ${String(error).split('\n', 1)[0] ?? ''}\n`);
  process.exit(1);
}

process.on('uncaughtException', (error) => die('uncaught exception in the agent', error));
process.on('unhandledRejection', (error) => die('unhandled rejection in the agent', error));

const send = takeChannel();
const early: ServerMessage[] = [];
let host: AgentHost | null = null;
let initSeen = false;

hearServer((message) => {
  if (host !== null) host.take(message);
  else if (message.type === 'shutdown') process.exit(0);
  else if (message.type === 'init' && !initSeen) {
    initSeen = true;
    void begin(message);
  } else early.push(message);
});

async function begin(init: InitMessage): Promise<void> {
  try {
    const log = new AgentLog((lease, level, message) => {
      send({ type: 'log', lease, level, message });
    });
    const warn = (message: string): void => {
      log.line(null, 'warn', message);
    };
    host = new AgentHost(send, log, init, await loadHandlers(process.argv[2] ?? null, warn));
    host.start();
    for (const message of early) host.take(message);
  } catch (error) {
    die('the handlers could not be loaded', error);
  }
}
