import { PoolError } from '../../sdk/pool-error.js';
import type { Call, Handler } from '../call.js';
import { CommandError } from '../command-error.js';
import type { Connection } from '../connection.js';
import { checkAccess, checkReach, checkSocket } from '../doctor/way.js';
import { checkMachine } from '../doctor/machine.js';
import { checkPool } from '../doctor/pool.js';
import type { Finding } from '../doctor/finding.js';
import { EXIT, exitCodeOf, type ExitCode } from '../exit-code.js';
import { toneOf } from '../paint.js';
import { padTo, printable } from '../printable.js';
import { printJson } from '../results.js';

export const doctor: Handler<{ readonly json?: boolean; readonly dataDir?: string }> = async (call) => {
  const findings: Finding[] = [];
  const { options, terminal } = call;
  let code: ExitCode = EXIT.ok;
  for await (const finding of examine(call)) {
    findings.push(finding);
    if (code === EXIT.ok && finding.verdict === 'fail') code = finding.exitCode ?? EXIT.unexpected;
    if (options.json === true) continue;
    const { paint } = terminal.style;
    const { verdict, subject, detail, advice } = finding;
    terminal.data(`${paint(padTo(verdict, 4), toneOf(verdict))}  ${padTo(subject, 14)}  ${printable(detail)}`);
    if (advice !== null) terminal.data(`${' '.repeat(22)}${paint(advice, 'dim')}`);
  }
  if (options.json === true) printJson(call, findings);
  return code;
};

/** One after the other; what needs what failed is left out. */
async function* examine(call: Call<{ readonly dataDir?: string }>): AsyncGenerator<Finding> {
  yield* checkMachine(call);
  let connection: Connection;
  try {
    connection = call.connect();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    yield { verdict: 'fail', subject: 'address', detail: error.message, advice: error.hint, exitCode: error.exitCode };
    return;
  }
  yield { verdict: 'ok', subject: 'address', detail: `${connection.url}, from ${connection.urlFrom}`, advice: null };
  for (const check of [checkReach, checkAccess, checkSocket, checkPool]) {
    try {
      for await (const finding of check(connection, call)) {
        yield finding;
        if (finding.verdict === 'fail' && finding.isFinal === true) return;
      }
    } catch (error) {
      call.signal.throwIfAborted();
      if (!(error instanceof PoolError)) throw error;
      const { code, message } = error;
      yield { verdict: 'fail', subject: 'server', detail: message, advice: null, exitCode: exitCodeOf(code) };
      return;
    }
  }
}
