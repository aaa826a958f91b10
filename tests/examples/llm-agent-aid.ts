import { join } from 'node:path';
import { FileContextWindow } from '../../src/agents/host/context-window.js';
import { FileMemory } from '../../src/agents/host/memory-store.js';
import type { Result } from './handler-context.js';

type Handler = (task: object, ctx: object) => Promise<Result>;

export interface LlmAgent {
  readonly window: FileContextWindow;
  readonly notes: readonly string[];
  readonly lines: readonly string[];
  run(payload: object, options?: { signal?: AbortSignal; onNote?: (note: string) => void }): Promise<Result>;
}

/** The example's handler with a window and a memory as the agent host has them. Opened again on its folder: a new process. */
export async function openLlmAgent(folder: string, contextLimit = 4_000): Promise<LlmAgent> {
  const specifier: string = '../../examples/llm-agent/handlers.mjs';
  const { default: handlers } = (await import(specifier)) as { default: Record<string, Handler> };
  const window = new FileContextWindow(join(folder, 'context.jsonl'), contextLimit);
  const memory = new FileMemory(join(folder, 'memory'));
  const notes: string[] = [];
  const lines: string[] = [];
  const log = (line: string): number => lines.push(line);
  return {
    window,
    notes,
    lines,
    async run(payload, { signal = new AbortController().signal, onNote } = {}) {
      const progress = (_: number, note = ''): void => {
        notes.push(note);
        onNote?.(note);
      };
      const ctx = {
        ...{ signal, progress, memory, context: window, attempt: 1, agent: { id: 'a1', name: 'one' } },
        log: { debug: log, info: log, warn: log, error: log },
      };
      const result = await handlers['GENERAL']!({ id: 't1', type: 'GENERAL', payload }, ctx);
      return JSON.parse(JSON.stringify(result)) as Result;
    },
  };
}
