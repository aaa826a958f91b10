import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { configOf, keysFile, unknownVariables } from '../support/configured.js';
import { yamlDocuments } from '../support/deploy-files.js';
import { type Manifest, problemsOf } from '../support/kubernetes-types.js';

interface Probe {
  readonly httpGet: { readonly path: string };
  readonly periodSeconds: number;
  readonly failureThreshold: number;
}

interface StatefulSet extends Manifest {
  readonly spec: {
    readonly replicas: number;
    readonly template: {
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly containers: readonly [
          {
            readonly lifecycle: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
            readonly startupProbe: Probe;
            readonly livenessProbe: Probe;
            readonly readinessProbe: Probe;
          },
        ];
      };
    };
  };
}

const manifests = yamlDocuments('deploy/kubernetes.yml') as readonly Manifest[];
const set = of('StatefulSet') as StatefulSet;
const { data: environment } = of('ConfigMap') as Manifest & { readonly data: Readonly<Record<string, string>> };
const pod = set.spec.template.spec;
const [server] = pod.containers;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubernetes-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function of(kind: string): Manifest {
  return manifests.find((manifest) => manifest.kind === kind)!;
}

describe('the Kubernetes manifest', () => {
  it('has the fields of the API and no others, with values of their types', () => {
    expect(problemsOf(manifests)).toEqual([]);
  });

  it('would be found wrong by a field that is misspelt, missing or of another type', () => {
    const misspelt = { ...server, livenessProb: {} };
    const wrong = { ...set.spec, replicas: 'one', template: { spec: { ...pod, containers: [misspelt] } } };
    const problems = problemsOf([{ ...set, spec: wrong } as Manifest]);
    expect(problems.join('\n')).toContain("'string' is not assignable to type 'number'");
    expect(problems.join('\n')).toContain('livenessProb');
    const { selector: _, ...without } = set.spec as unknown as Record<string, unknown>;
    expect(problemsOf([{ ...set, spec: without } as Manifest]).join('\n')).toContain("'selector' is missing");
  });

  it('configures the server as it can be configured', () => {
    expect(unknownVariables(environment)).toEqual([]);
    const values = { ...environment, COORDINATION_POOL_API_KEYS_FILE: keysFile(folder, 'key') };
    expect(configOf(values, folder)).toMatchObject({ host: '0.0.0.0', dataDir: '/data' });
  });

  it('lets one server run, since the log has one owner', () => {
    expect(set.spec.replicas).toBe(1);
  });

  it('waits for the end longer than the wait before it and the grace together', () => {
    const waitMs = Number(/setTimeout\(.*, (\d+)\)/.exec(server.lifecycle.preStop.exec.command.join(' '))?.[1]);
    const values = { ...environment, COORDINATION_POOL_API_KEYS_FILE: keysFile(folder, 'key') };
    const { graceMs } = configOf(values, folder);
    expect(pod.terminationGracePeriodSeconds * 1_000).toBeGreaterThanOrEqual(waitMs + graceMs + 10_000);
  });

  it('asks the server for its health where it tells it, and leaves a stalled one to its own watchdog first', () => {
    expect(server.startupProbe.httpGet.path).toBe('/readyz');
    expect(server.readinessProbe.httpGet.path).toBe('/readyz');
    expect(server.livenessProbe.httpGet.path).toBe('/livez');
    const { periodSeconds, failureThreshold } = server.livenessProbe;
    const { watchdogMs } = configOf({}, folder);
    expect(periodSeconds * failureThreshold * 1_000).toBeGreaterThan(watchdogMs);
  });
});
