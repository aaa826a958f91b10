import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('check.mjs', import.meta.url));

/** Has the checker, which is a program of its own, look at the folder of a campaign: its verdict, or its exit code where it has none. */
export async function runChecker(folder, { isEnd, mayLoseLeases }) {
  const args = [PROGRAM, folder, ...(isEnd ? ['--end'] : []), ...(mayLoseLeases ? ['--leases-may-end'] : [])];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  const code = await new Promise((resolve) => child.on('close', resolve));
  try {
    return { verdict: JSON.parse(stdout.trim().split('\n').at(-1)), code };
  } catch {
    return { verdict: null, code };
  }
}
