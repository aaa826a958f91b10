import { IsolationReportDocument } from '../../generated/graphql.js';
import type { Handler } from '../call.js';
import { EXIT } from '../exit-code.js';
import { printable } from '../printable.js';
import { present, printJson } from '../results.js';
import { count } from '../shown.js';

export const isolation: Handler<{ readonly json?: boolean; readonly exitStatus?: boolean }> = async (call) => {
  const connection = call.connect();
  const { pool } = await connection.ask(IsolationReportDocument, { pool: connection.pool });
  const { isolationReport: report } = present(pool, `pool ${connection.pool}`);
  const { paint } = call.terminal.style;
  if (call.options.json === true) printJson(call, report);
  else {
    const lines = report.details.flatMap(({ agentId, isolated, issues, evidence }) => [
      `${agentId}  ${isolated ? paint('isolated', 'green') : paint('SHARES', 'red')}`,
      ...issues.map((issue) => `  ${paint('!', 'red')} ${printable(issue)}`),
      ...evidence.map((each) => `  ${paint(printable(each), 'dim')}`),
    ]);
    const verdict =
      report.breachesDetected === 0
        ? 'No breach'
        : count(report.breachesDetected, 'breach').replace(/breachs$/, 'breaches');
    call.terminal.data([...lines, `${verdict} among ${count(report.totalAgents, 'agent')}.`].join('\n'));
  }
  return call.options.exitStatus === true && report.breachesDetected > 0 ? EXIT.degraded : EXIT.ok;
};
