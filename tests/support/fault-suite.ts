import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The line that a suite ends with. */
interface Line {
  readonly rounds: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  readonly ambiguous: number;
  readonly carried: number;
  readonly turnedAway: number;
  readonly kept: number;
  readonly leasesEnded: number;
}

/** Runs a suite as the runner does; gives the line that it ends with. */
export async function suite(name: string, rounds: number): Promise<Line> {
  const args = [`tests/faults/suites/${name}.mjs`, '--rounds', String(rounds), '--seed', '7'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'], env: {} });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more));
  await once(child, 'close');
  return JSON.parse(text) as Line;
}

/** Of a run in which nothing went wrong. */
export const whole = { lost: 0, twice: 0, silent: 0, problems: [] };
