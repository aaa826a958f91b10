import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createKey } from '../../../src/access/key-store.js';
import { PoolClient } from '../../support/client.js';
import { startServer, type RunningServer } from '../../support/server.js';
import type { Ground } from './inputs.js';
import type { ToolSchema } from './tool-calls.js';

/** What the server holds after a collection of garbage. */
export interface Held {
  readonly heapUsed: number;
  readonly handles: Readonly<Record<string, number>>;
  /** Longest turn of its event loop since the last look, in processor time, and longest sleep within one. */
  readonly stallMs: number;
  readonly blockedMs: number;
}

const PROBE = pathToFileURL(resolve('tests/security/fuzz/stall-probe.mjs')).href;
const CANARY = 'canary-of-the-environment';
const ROLES = ['admin', 'viewer', 'submitter', 'worker'];

/** A server with keys, tasks and agents that tells of its stalls. */
export class Subject {
  readonly #server: RunningServer;
  readonly #folder: string;
  readonly ground: Omit<Ground, 'schema'>;
  readonly secrets: readonly string[];
  #probes = 0;
  onStall: (ms: number) => void = () => undefined;

  private constructor(
    server: RunningServer,
    folder: string,
    ground: Omit<Ground, 'schema'>,
    secrets: readonly string[],
  ) {
    this.#server = server;
    this.#folder = folder;
    this.ground = ground;
    this.secrets = secrets;
    let told = '';
    server.process.stdout?.on('data', (text: string) => {
      const lines = (told + text).split('\n');
      told = lines.pop() ?? '';
      for (const line of lines)
        if (line.startsWith('{"event":"stalled"')) this.onStall((JSON.parse(line) as { stallMs: number }).stallMs);
    });
  }

  static async start(): Promise<Subject> {
    const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
    const path = join(folder, 'keys.json');
    const keys = ROLES.map((role) =>
      createKey(path, { name: role, roles: [role], pools: null, expiresAt: null }, Date.now()),
    );
    const server = await startServer({
      args: [
        ...['--api-keys-file', path, '--durability', 'os', '--agent-kind', 'REMOTE', '--size', '2'],
        ...[
          '--retention-count',
          '200',
          '--backoff-base-ms',
          '10',
          '--backoff-cap-ms',
          '50',
          '--lease-ms',
          '2000',
          '--max-mcp-calls',
          '64',
        ],
      ],
      env: { NODE_OPTIONS: `--import=${PROBE}`, CANARY },
    });
    const headers = { authorization: `Bearer ${keys[0]!}` };
    const client = new PoolClient(server.url, headers);
    const known = await furnish(client);
    const credentials = [
      ...keys.map((key) => `Bearer ${key}`),
      '',
      'Bearer',
      'Basic YTpi',
      `Bearer ${'x'.repeat(5_000)}`,
    ];
    const tools = await toolsOf(server.url, headers);
    const hashes = [...readFileSync(path, 'utf8').matchAll(/[\w+/=-]{40,}/g)].map(([hash]) => hash);
    const secrets = [CANARY, server.dataDir, folder, ...keys, ...hashes];
    return new Subject(server, folder, { port: server.port, known, credentials, tools }, secrets);
  }

  get lives(): boolean {
    return this.#server.process.exitCode === null && this.#server.process.signalCode === null;
  }

  /** Asks `/livez` again and again. `end` gives the longest that it took, and rejects where it did not answer with 200. */
  watchLivez(): { readonly end: () => Promise<number> } {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let [slowestMs, isOver] = [0, false];
    const asking = (async () => {
      while (!isOver) {
        const fromMs = performance.now();
        const [response] = (await once(get(`${this.#server.url}/livez`, { agent }), 'response')) as [IncomingMessage];
        if (response.statusCode !== 200) throw new Error(`/livez answered ${String(response.statusCode)}`);
        for await (const _ of response);
        slowestMs = Math.max(slowestMs, performance.now() - fromMs);
        await new Promise((later) => setTimeout(later, 20));
      }
    })();
    return {
      end: async () => {
        isOver = true;
        await asking;
        agent.destroy();
        return slowestMs;
      },
    };
  }

  /** When all of the sockets and streams have been let go of. */
  async held(): Promise<Held> {
    for (;;) {
      const response = await fetch(`${this.#server.url}/metrics`, {
        headers: { authorization: this.ground.credentials[0]!, connection: 'close' },
      });
      const open = [
        ...(await response.text()).matchAll(
          /^coordination_pool_(?:websockets|websocket_operations|event_streams) (\d+)$/gm,
        ),
      ];
      if (open.length === 3 && open.every(([, count]) => count === '0')) break;
      await new Promise((later) => setTimeout(later, 20));
    }
    this.#probes += 1;
    this.#server.process.kill('SIGURG');
    const nth = this.#probes;
    return (await this.#server.logged((line) => line['event'] === 'probed' && line['nth'] === nth)) as unknown as Held;
  }

  /** Lines of its log that only a fault of ours writes. */
  complaints(): string[] {
    const lines = this.#server.logs().filter(({ level }) => level === 'error' || level === 'fatal');
    return lines.map((line) => `the log says: ${JSON.stringify(line).slice(0, 1_500)}`);
  }

  /** Gives what was wrong with its end. */
  async stop(): Promise<string[]> {
    try {
      await this.#server.stop();
      return [];
    } catch (error) {
      return [`it did not end well: ${String(error)}`];
    } finally {
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }
}

/** Something of each kind, so that inputs can be about something. */
async function furnish(client: PoolClient): Promise<Ground['known']> {
  const spawn = 'mutation { spawnAgent(input: { kind: REMOTE }) { agent { id } sessionToken } }';
  const { spawnAgent } = await client.ask<{ spawnAgent: { agent: { id: string }; sessionToken: string } }>(spawn);
  const tasks: string[] = [];
  for (let nth = 0; nth < 8; nth += 1) tasks.push((await client.submit({ payload: { nth }, priority: nth })).id);
  const agentId = [spawnAgent.agent.id, 'agent_none'];
  const taskId = [...tasks, 'task_none'];
  const pool = ['default', 'other', 'nowhere'];
  return {
    ...{ id: [...taskId, ...agentId], taskId, agentId, preferredAgentId: agentId, pool, taskIds: tasks },
    ...{ name: ['default', 'a name'], worker: ['w1', 'w2'], sessionToken: [spawnAgent.sessionToken, 'session_none'] },
    ...{ after: [await client.cursor(), 'nowhere'], idempotencyKey: ['k1', 'k2'], skill: ['a', 'b'] },
    ...{ leaseToken: ['lease_none'] },
  };
}

async function toolsOf(url: string, headers: Readonly<Record<string, string>>): Promise<ToolSchema[]> {
  const response = await fetch(`${url}/mcp`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
  });
  const json = /^(?:data: )?(\{[^\n]*)$/m.exec(await response.text())?.[1] ?? '{}';
  return (JSON.parse(json) as { result: { tools: ToolSchema[] } }).result.tools;
}
