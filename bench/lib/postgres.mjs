import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { foldersOf, programOf } from './debian.mjs';
import { atEnd } from './ends.mjs';
import { freePort } from './free-port.mjs';
import { temporaryFolder } from './temporary.mjs';

const STARTS_WITHIN_MS = 30_000;
/** `fsync` and `synchronous_commit` stay on, as they are by default; memory as one gives a machine that does nothing else. */
const SETTINGS = { shared_buffers: '512MB', max_wal_size: '2GB', max_connections: 200, listen_addresses: '127.0.0.1' };

/** A Postgres of its own on a port of its own; ended with the benchmark. It refuses root, so root runs it as `postgres`. */
export async function startPostgres() {
  const initdb = realpathSync(programOf('initdb', 'postgresql', () => foldersOf('/usr/lib/postgresql', 'bin')));
  const user = process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : [];
  const folder = temporaryFolder();
  if (user.length > 0) spawnSync('chown', ['postgres', folder.path]);
  chmodSync(folder.path, 0o700);
  const data = join(folder.path, 'data');
  run([...user, initdb, '-D', data, '-U', 'bench', '--auth=trust', '-E', 'UTF8', '--no-sync'], folder.path);
  const port = await freePort();
  const settings = { ...SETTINGS, unix_socket_directories: folder.path, port };
  const args = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${String(value)}`]);
  const [command, ...before] = [...user, join(dirname(initdb), 'postgres')];
  const child = spawn(command, [...before, '-D', data, ...args], { stdio: 'ignore', cwd: folder.path });
  const ended = once(child, 'exit');
  const stop = async () => {
    takeBack();
    // Fast shutdown: sessions are ended, the log is written.
    child.kill('SIGINT');
    await ended;
    rmSync(folder.path, { recursive: true, force: true });
  };
  const takeBack = atEnd(stop);
  await ready(join(dirname(initdb), 'pg_isready'), port);
  return { port, connectionString: `postgres://bench@127.0.0.1:${String(port)}/postgres`, stop };
}

function run([command, ...args], cwd) {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', cwd });
  if (status !== 0) throw new Error(`${args[0] ?? command} failed: ${stderr}`);
}

async function ready(program, port) {
  const until = performance.now() + STARTS_WITHIN_MS;
  while (spawnSync(program, ['-h', '127.0.0.1', '-p', String(port)]).status !== 0) {
    if (performance.now() > until) throw new Error('Postgres does not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
