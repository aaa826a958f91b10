import {
  createMcpHandler,
  McpServer,
  type CallToolResult,
  type McpRequestContext,
  type ServerContext,
  type StandardSchemaWithJSON,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { Caller } from '../access/caller.js';
import type { AgentKind } from '../core/agent.js';
import type { InputLimits } from '../core/input-limits.js';
import { Rejection } from '../core/rejection.js';
import type { Coordinator, EngineLog } from '../engine/coordinator.js';
import { poolsByScope } from '../engine/pools.js';
import type { SubmissionTrace } from '../engine/submission.js';
import { agentTools } from './agent-tools.js';
import { insightTools } from './insight-tools.js';
import { lookupTools } from './lookup-tools.js';
import { outcomeTools } from './outcome-tools.js';
import { poolTools } from './pool-tools.js';
import { refused } from './refusal.js';
import type { Call, Tool } from './tool.js';
import { workTools } from './work-tools.js';
import { workerTools } from './worker-tools.js';
import { Workers } from './workers.js';

/** Who calls, and in which trace; both as the server found them. */
export interface CallFrom {
  readonly caller: Caller;
  readonly trace: SubmissionTrace & { readonly parentSpanId: string | null };
  /** Takes what a tool costs, or says why it may not be called now. */
  readonly charge: (tool: { readonly hasEffect: boolean }) => Rejection | null;
}

/** A call of a tool that has been answered. */
export interface EndedCall {
  readonly tool: string;
  /** Whether it may change anything. */
  readonly hasEffect: boolean;
  readonly from: CallFrom;
  readonly given: unknown;
  /** What it gave; null where it was refused. */
  readonly data: unknown;
  /** Of the refusal; null where there was none. */
  readonly code: string | null;
  readonly ms: number;
}

export interface McpOptions {
  readonly coordinator: Coordinator;
  readonly version: string;
  readonly agentKind: AgentKind;
  readonly heartbeatMs: number;
  readonly log: EngineLog;
  /** Told of each call, for figures, traces and the audit. */
  readonly onEnded?: (call: EndedCall) => void;
}

/** The pool's tools over streamable HTTP, behind whatever lets requests in. Of calls that are over it keeps nothing. */
export interface McpEndpoint {
  /**
   * Answers one POST whose body was read already. Tasks get the trace of `from`; the request's signal says that nobody reads the
   * answer any more.
   */
  fetch(request: Request, body: unknown, from: CallFrom): Promise<Response>;
  /** Calls that wait are answered with SHUTTING_DOWN now; others go on. */
  interrupt(): void;
  /** Ends what still goes on; nothing is answered any more. */
  close(): Promise<void>;
}

const INSTRUCTIONS =
  'A pool of background agents. submit_task hands in work; wait_for_task tells what came of it. To do work yourself: claim_task, ' +
  'heartbeat while you work, complete_task or fail_task with its leaseToken. pool_status shows agents, queue and outages. A refusal begins with its code and says what to do; it changed nothing.';

/** Every tool there is, with the limits that its parameters are held to. */
function toolsWithin(limits: InputLimits): readonly Tool[] {
  return [
    ...poolTools,
    ...agentTools(limits),
    ...workTools(limits),
    ...lookupTools(limits),
    ...workerTools(limits),
    ...outcomeTools(limits),
    ...insightTools,
  ];
}

/** Both generations of the protocol: that of 2026 without sessions, and those before it as a server without sessions may serve them. */
export function createMcpEndpoint(options: McpOptions): McpEndpoint {
  // Made once: a server is made for every request, and most ask for a single tool.
  const registrations = toolsWithin(options.coordinator.inputLimits).map(registrationOf);
  const calls = new Set<AbortController>();
  const workers = new Workers();
  const poolsFor = poolsByScope(options.coordinator);
  const onCall: OnCall = (tool, given, from, gone) => {
    const controller = new AbortController();
    const onGone = (): void => {
      controller.abort();
    };
    calls.add(controller);
    gone.addEventListener('abort', onGone);
    const { caller, trace } = from;
    const call = { coordinator: poolsFor(caller), caller, workers, trace, signal: controller.signal };
    return answer(options, tool, given, from, call).finally(() => {
      calls.delete(controller);
      gone.removeEventListener('abort', onGone);
    });
  };
  const handler = createMcpHandler((context) => newServer(options.version, registrations, context, onCall), {
    // The list of tools never changes, so there is nothing to listen for.
    maxSubscriptions: 0,
    onerror: (error) => {
      options.log.debug({ event: 'mcp.error', err: error }, 'a request over MCP was refused or broke');
    },
  });
  return {
    fetch: (request, body, from) =>
      handler.fetch(request, {
        parsedBody: body,
        // What was let in long before. The key itself is nobody's business here.
        authInfo: { token: '', clientId: from.caller.principal?.name ?? '', scopes: [], extra: { from } },
      }),
    interrupt() {
      for (const call of calls) call.abort(new Rejection('SHUTTING_DOWN', 'The server is shutting down.'));
    },
    close: () => handler.close(),
  };
}

/** Who came without having been let in. */
const NOBODY: CallFrom = {
  caller: new Caller({ name: 'nobody', roles: [], pools: [], expiresAtMs: null }),
  trace: { traceId: null, traceparent: null, parentSpanId: null },
  charge: () => null,
};

type OnCall = (tool: Tool, given: unknown, from: CallFrom, gone: AbortSignal) => Promise<CallToolResult>;

function newServer(
  version: string,
  registrations: readonly Registration[],
  { authInfo }: McpRequestContext,
  onCall: OnCall,
): McpServer {
  const from = (authInfo?.extra?.['from'] as CallFrom | undefined) ?? NOBODY;
  const server = new McpServer(
    { name: 'coordination-pool', title: 'Coordination Pool', version },
    { capabilities: { tools: { listChanged: false } }, instructions: INSTRUCTIONS },
  );
  for (const { tool, config } of registrations) {
    server.registerTool(tool.name, config, (given: unknown, { mcpReq }: ServerContext) =>
      onCall(tool, given, from, mcpReq.signal),
    );
  }
  return server;
}

async function answer(
  { agentKind, heartbeatMs, log, onEnded }: McpOptions,
  tool: Tool,
  given: unknown,
  from: CallFrom,
  call: Omit<Call, 'agentKind' | 'heartbeatMs'>,
): Promise<CallToolResult> {
  const fromMs = performance.now();
  const end = (data: unknown, code: string | null): void => {
    const ms = performance.now() - fromMs;
    onEnded?.({ tool: tool.name, hasEffect: !tool.hints.readOnly, from, given, data, code, ms });
  };
  try {
    const refusal = from.caller.refusalOf('tool', tool.name) ?? from.charge({ hasEffect: !tool.hints.readOnly });
    if (refusal !== null) throw refusal;
    const result = await tool.run(given, { ...call, agentKind, heartbeatMs });
    end(result.structuredContent ?? null, null);
    return result;
  } catch (error) {
    end(null, error instanceof Rejection ? error.code : 'INTERNAL_SERVER_ERROR');
    if (error instanceof Rejection) return refused(error);
    if (!call.signal.aborted)
      log.error(
        { event: 'mcp.failed', tool: tool.name, traceId: call.trace.traceId, err: error },
        'a tool failed unexpectedly',
      );
    return refused(new Rejection('INTERNAL_SERVER_ERROR', 'Internal server error'));
  }
}

type Registration = ReturnType<typeof registrationOf>;

/** A tool as the SDK registers it. */
function registrationOf(tool: Tool) {
  const { title, description, hints, parameters, data } = tool;
  const annotations = {
    readOnlyHint: hints.readOnly,
    destructiveHint: hints.destructive,
    idempotentHint: hints.idempotent,
    openWorldHint: hints.openWorld,
  };
  const config = { title, description, annotations, inputSchema: described(parameters), outputSchema: described(data) };
  return { tool, config };
}

/** A schema that is only shown: parameters are checked by the tool itself, which refuses with a code and the name of the field. */
function described(schema: z.ZodObject): StandardSchemaWithJSON {
  const input = jsonSchemaOf(schema, 'input');
  const output = jsonSchemaOf(schema, 'output');
  return {
    '~standard': {
      version: 1,
      vendor: 'coordination-pool',
      validate: (value) => ({ value }),
      jsonSchema: { input: () => input, output: () => output },
    },
  };
}

/** As short as it can be, for a model has to read it. */
function jsonSchemaOf(schema: z.ZodObject, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => {
      // What holds of every whole number that JavaScript knows says nothing.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      // A later server may tell more.
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return json;
}
