import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse, valueFromASTUntyped, visit } from 'graphql';

import { startAgent } from './handler-context.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SERVICE: string = '../../examples/discovery-service/server.mjs';

interface Service {
  readonly url: string;
  close(): Promise<void>;
}

let service: Service;

beforeAll(async () => {
  const { startDiscoveryService } = (await import(SERVICE)) as {
    startDiscoveryService: (options: { port: number; root: string }) => Promise<Service>;
  };
  service = await startDiscoveryService({ port: 0, root: ROOT });
  process.env['AGENT_ROOT'] = ROOT;
  process.env['AGENT_DISCOVERY_SERVICE_URL'] = service.url;
});

afterAll(async () => {
  delete process.env['AGENT_ROOT'];
  delete process.env['AGENT_DISCOVERY_SERVICE_URL'];
  await service.close();
});

it('shows a mutation for every type of task', () => {
  expect(new Set(submissions().map(({ type }) => type))).toEqual(
    new Set(['INGEST', 'RESEARCH', 'DISCOVERY', 'MIGRATION', 'HEARTBEAT', 'GENERAL']),
  );
});

it.each(submissions().map(({ type, payload }) => [type, payload] as const))(
  'shows %s with a payload that works: %j',
  async (type, payload) => {
    const result = await (await startAgent()).run(type, payload);
    expect(JSON.stringify(result).length).toBeLessThan(256 * 1024);
    if (type === 'RESEARCH') {
      const [first] = result['passages'] as object[];
      expect(first).toMatchObject({ path: 'examples/README.md', heading: 'Examples > Your own handlers' });
    }
  },
);

/** The inputs of the `submitTask` mutations in the README. */
function submissions(): { type: string; payload: Record<string, unknown> }[] {
  const readme = readFileSync(`${ROOT}/examples/README.md`, 'utf8');
  const found: { type: string; payload: Record<string, unknown> }[] = [];
  for (const [, document = ''] of readme.matchAll(/```graphql\n(.*?)```/gs)) {
    visit(parse(document), {
      Argument(argument) {
        const { type, payload = {} } = valueFromASTUntyped(argument.value) as {
          type: string;
          payload?: Record<string, unknown>;
        };
        found.push({ type, payload });
      },
    });
  }
  return found;
}
