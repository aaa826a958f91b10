import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Progress {
  readonly fraction: number;
  readonly note: string | undefined;
}

/** Whatever a handler answers; tests say what they expect of it. */
export type Result = Readonly<Record<string, unknown>>;

/** One small real agent: everything a handler gets, kept in this process. */
export interface TestAgent {
  readonly progress: readonly Progress[];
  readonly warnings: readonly string[];
  readonly messages: readonly { role: string; content: string }[];
  readonly memory: ReadonlyMap<string, string>;
  run(type: string, payload: Record<string, unknown>, options?: RunOptions): Promise<Result>;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly attempt?: number;
  readonly onProgress?: (progress: Progress) => void;
}

interface AgentOptions {
  /** Values as JSON text, so that what is not JSON does not survive, as on disk. Given again: the same agent, a new process. */
  readonly memory?: Map<string, string>;
  /** Of one value, in bytes as JSON; beyond it the memory refuses. Default: 1 MiB, as an agent's. */
  readonly memoryLimit?: number;
}

type Handlers = Record<string, (task: object, ctx: object) => Promise<Result>>;

/** Loads the pack as an agent process does: after `jest.resetModules()` it knows nothing of before. */
export async function startAgent({
  memory = new Map(),
  memoryLimit = 1024 * 1024,
}: AgentOptions = {}): Promise<TestAgent> {
  const specifier: string = '../../examples/pack/index.mjs';
  const { default: handlers } = (await import(specifier)) as { default: Handlers };
  const progress: Progress[] = [];
  const warnings: string[] = [];
  const messages: { role: string; content: string }[] = [];
  const shared = {
    log: { info: () => undefined, warn: (message: string) => warnings.push(message) },
    agent: { id: 'agent-1', name: 'tester' },
    tools: { sessionId: 'tools-1', workDir: tmpdir() },
    measure: () => ({ memoryBytes: process.memoryUsage().rss, uptimeMs: process.uptime() * 1000 }),
    context: {
      messages,
      limit: 1000,
      get tokens() {
        return messages.reduce((sum, { content }) => sum + Math.ceil(content.length / 4), 0);
      },
      append: (message: { role: string; content: string }) => messages.push(message),
    },
    memory: {
      get: (key: string) => {
        const json = memory.get(key);
        return Promise.resolve(json === undefined ? undefined : (JSON.parse(json) as unknown));
      },
      set: (key: string, value: unknown) => {
        const json = JSON.stringify(value);
        if (Buffer.byteLength(json) > memoryLimit) return Promise.reject(new Error('the value is too large'));
        memory.set(key, json);
        return Promise.resolve();
      },
      delete: (key: string) => Promise.resolve(memory.delete(key)),
      keys: () => Promise.resolve([...memory.keys()]),
    },
  };
  return {
    progress,
    warnings,
    messages,
    memory,
    async run(type, payload, { signal = new AbortController().signal, attempt = 1, onProgress } = {}) {
      const handler = handlers[type];
      if (handler === undefined) throw new Error(`no handler for ${type}`);
      const report = (fraction: number, note?: string) => {
        progress.push({ fraction, note });
        onProgress?.({ fraction, note });
      };
      // The host sends the result as JSON; what does not survive that is not the result.
      const result = await handler({ type, payload }, { ...shared, signal, attempt, progress: report });
      return JSON.parse(JSON.stringify(result)) as Result;
    },
  };
}

export interface TestFolder {
  /** Absolute, free of links. */
  readonly path: string;
  write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
  remove(): Promise<void>;
}

export async function makeFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<TestFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'examples-')));
  const write = async (contents: Readonly<Record<string, string | Uint8Array>>): Promise<void> => {
    for (const [name, content] of Object.entries(contents)) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), content);
    }
  };
  await write(files);
  return { path, write, remove: () => rm(path, { recursive: true, force: true }) };
}
