import type { CallToolResult } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import type { Caller } from '../access/caller.js';
import type { AgentKind } from '../core/agent.js';
import type { Pools } from '../engine/pools.js';
import type { SubmissionTrace } from '../engine/submission.js';
import { parseParameters } from './parameters.js';
import type { Workers } from './workers.js';

/** What one call of a tool works with. */
export interface Call {
  /** As far as the caller may see them. */
  readonly coordinator: Pools;
  readonly caller: Caller;
  readonly workers: Workers;
  /** Kind of the agents made where the caller names none. */
  readonly agentKind: AgentKind;
  /** How often the worker of a REMOTE agent is told to give a sign of life. */
  readonly heartbeatMs: number;
  readonly trace: SubmissionTrace;
  /** Aborted when nobody waits for the answer any more; by a `Rejection` where that is because the server ends. */
  readonly signal: AbortSignal;
}

/** What a client may rely on before it calls; all four are said of every tool. */
export interface Hints {
  readonly readOnly: boolean;
  /** Whether it can undo or cut short what is there, rather than only add. */
  readonly destructive: boolean;
  /** Whether the same call again at once changes nothing more. */
  readonly idempotent: boolean;
  /** Whether it makes agents work, whose code may reach beyond this server. */
  readonly openWorld: boolean;
}

export interface Answer<Data> {
  /** Short, and enough for a client that reads nothing else. */
  readonly text: string;
  readonly data: Data;
}

interface Definition<Parameters extends z.ZodObject, Data extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly hints: Hints;
  /** Flat; unknown parameters are refused. */
  readonly parameters: Parameters;
  readonly data: Data;
  /** May refuse with a `Rejection`. */
  readonly run: (
    parameters: z.output<Parameters>,
    call: Call,
  ) => Answer<z.input<Data>> | Promise<Answer<z.input<Data>>>;
}

export interface Tool extends Omit<Definition<z.ZodObject, z.ZodObject>, 'run'> {
  /** With whatever a caller sent. */
  readonly run: (given: unknown, call: Call) => Promise<CallToolResult>;
}

export function defineTool<Parameters extends z.ZodObject, Data extends z.ZodObject>(
  definition: Definition<Parameters, Data>,
): Tool {
  return {
    ...definition,
    run: async (given, call) => {
      const { text, data } = await definition.run(parseParameters(definition.parameters, given), call);
      return { content: [{ type: 'text', text }], structuredContent: data };
    },
  };
}
