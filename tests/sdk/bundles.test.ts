import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

interface Bundle {
  readonly gzipBytes: number;
  /** Paths of all modules that are in it. */
  readonly modules: readonly string[];
  /** Names of the operations that are in it. */
  readonly operations: readonly string[];
}

const ONE_DOCUMENT = 'coordination-pool/documents#PoolsDocument';
const ENTRIES = ['client', 'store', 'react', 'graphql-ws', 'document-nodes'].map((name) => `coordination-pool/${name}`);

let bundles: Readonly<Record<string, Bundle>>;

beforeAll(async () => {
  const program = ['tests/support/bundle.mjs', ...ENTRIES, ONE_DOCUMENT];
  const { stdout } = await promisify(execFile)(process.execPath, program, {
    env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production' },
    maxBuffer: 2 ** 24,
  });
  bundles = JSON.parse(stdout) as Record<string, Bundle>;
}, 60_000);

it.each(ENTRIES)('%s brings no module of Node to a page', (entry) => {
  const { modules } = bundles[entry]!;
  expect(modules.length).toBeGreaterThan(0);
  expect(modules.filter((path) => /browser-external|^node:|node-client|\/ws\//.test(path))).toEqual([]);
});

it('weighs what the README says: the client and the hooks together less than 20 KiB', () => {
  const kibibytes = (name: string) => bundles[`coordination-pool/${name}`]!.gzipBytes / 1_024;
  expect(kibibytes('client')).toBeLessThan(8);
  // Without React and without the client, of which it needs the types alone.
  expect(kibibytes('react')).toBeLessThan(6);
  expect(kibibytes('graphql-ws')).toBeLessThan(1);
});

it('brings only the documents that are used', () => {
  expect(bundles[ONE_DOCUMENT]!.operations).toEqual(['Pools']);
  expect(bundles['coordination-pool/client']!.operations.toSorted()).toEqual([
    'CancelTask',
    'SubmitTask',
    'TaskDetail',
    'TaskLifecycle',
    'TaskStanding',
  ]);
});
