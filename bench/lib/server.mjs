import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The built server as a process of its own, with an empty data directory and no handlers but those given. */
export async function startServer(args) {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const child = spawn(
    process.execPath,
    ['dist/main.js', '--port', '0', '--data-dir', dataDir, '--log-format', 'json', ...args],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const { event, port: at } = JSON.parse(line);
      if (event === 'server.listening') resolve(at);
    });
    child.once('exit', () => reject(new Error('the server ended')));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
