import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The port that the documents name. */
const DOCUMENTED = '127.0.0.1:4000';
const WITHIN_MS = 60_000;

/** An empty folder in which the steps of a document are run, with the command `coordination-pool` on the path. */
export interface Workplace {
  readonly folder: string;
  /** Runs commands in it, in bash, up to the first that fails; what is in the background then is ended. Rejects with all output. */
  run(script: string): Promise<string>;
  remove(): void;
}

/**
 * The blocks of a Markdown file that are marked `sh test`, or `sh test GROUP`, in their order; some lines of a document are of one
 * group, others for a machine that is not there.
 */
export function stepsOf(path: string, group = ''): string {
  const blocks = [...readFileSync(resolve(path), 'utf8').matchAll(/^```sh test ?(\S*)\n(.*?)^```$/gms)];
  const steps = blocks.flatMap(([, of, step]) => (of === group ? [step!] : []));
  if (steps.length === 0) throw new Error(`${path} has no steps ${group}`);
  return steps.join('\n');
}

export async function openWorkplace(): Promise<Workplace> {
  const folder = mkdtempSync(join(tmpdir(), 'steps-'));
  mkdirSync(join(folder, 'bin'));
  // As npm installs it.
  const command = `#!/bin/sh
exec "${process.execPath}" "${resolve('dist/bin.js')}" "$@"
`;
  writeFileSync(join(folder, 'bin/coordination-pool'), command, { mode: 0o755 });
  const address = `127.0.0.1:${await freePort()}`;
  const environment = {
    ...process.env,
    ...{ NODE_OPTIONS: '', PORT: address.split(':')[1], COORDINATION_POOL_URL: `http://${address}` },
    PATH: `${join(folder, 'bin')}:${String(process.env['PATH'])}`,
  };
  return {
    folder,
    async run(script) {
      const [begin, end] = [
        'set -eumo pipefail',
        "trap 'code=$?; kill -TERM $(jobs -p) 2> /dev/null && wait; exit $code' EXIT",
      ];
      const text = [begin, end, 'set -x', script.replaceAll(DOCUMENTED, address)].join('\n');
      const child = spawn('bash', ['-c', text], { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
      const timer = setTimeout(() => child.kill('SIGTERM'), WITHIN_MS);
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
      const [code] = (await once(child, 'close')) as [number | null];
      clearTimeout(timer);
      if (code !== 0) throw new Error(`It ended with ${String(code)}:\n${output}`);
      return output;
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
