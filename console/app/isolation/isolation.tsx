import { useState } from 'react';
import { IsolationReportDocument, type IsolationReportQuery } from '../../../src/generated/graphql';
import { useLive } from '../../../src/sdk/react/react';
import { count } from '../data/format';
import { useHeld } from '../data/paused';
import { isRead } from '../data/pool-view';
import { client } from '../data/session';
import { useAction } from '../data/use-action';
import { useTitle } from '../data/use-title';
import { useAgentNames } from '../data/agent-names';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorNotice } from '../ui/error-notice';
import { Icon } from '../ui/icon';
import { Skeleton } from '../ui/skeleton';
import { Time } from '../ui/time';
import { AgentReport } from './agent-report';
import styles from './isolation.module.css';

type Report = NonNullable<IsolationReportQuery['pool']>['isolationReport'];

/** Whether agents share anything, and what was checked to say so; breaches first. */
export function Isolation() {
  useTitle('Isolation');
  const variables = { pool: client.pool };
  const { data, error } = useHeld(useLive(IsolationReportDocument, variables, { kinds: ['AGENT'] }), '', isRead);
  const [asked, setAsked] = useState<Report | null>(null);
  const { run, isPending } = useAction(IsolationReportDocument);
  const names = useAgentNames();
  const report = newest(data?.pool?.isolationReport ?? null, asked);
  const check = async (): Promise<void> => {
    const answer = await run(variables);
    if (answer?.pool != null) setAsked(answer.pool.isolationReport);
  };
  return (
    <>
      <header className={styles.head}>
        <h1 tabIndex={-1}>Isolation</h1>
        {report !== null && <Verdict breaches={report.breachesDetected} />}
        <span className={styles.gap} />
        {report !== null && (
          <span className={styles.when}>
            {agentsIn(report.totalAgents)} checked <Time at={report.timestamp} />
          </span>
        )}
        <Button isPending={isPending} onClick={() => void check()}>
          <Icon name="retry" />
          Check again
        </Button>
      </header>
      <details className={styles.help}>
        <summary>How to read it</summary>
        <p>
          Each agent has a context, a tool session and a memory of its own. The server compares them with those of all
          others and with what it measures of the processes. <strong>Isolated</strong> means that everything that could
          be looked at was its own; the evidence says what that was, and what could not be looked at. A{' '}
          <strong>breach</strong> names what is shared and with whom. It stands until the agent has new ids: restore the
          agent, or retire it.
        </p>
      </details>
      {error !== null && <ErrorNotice error={error} />}
      {report === null && error === null && <Skeleton lines={6} />}
      {report?.details.length === 0 && <EmptyState title="No agents">There is nothing to check.</EmptyState>}
      <ul className={styles.agents}>
        {breachesFirst(report?.details ?? []).map((detail) => (
          <li key={detail.agentId}>
            <AgentReport detail={detail} name={names.get(detail.agentId) ?? null} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Verdict({ breaches }: { readonly breaches: number }) {
  if (breaches === 0) return <Badge tone="good">No breach</Badge>;
  return <Badge tone="bad">{breaches === 1 ? '1 breach' : `${count(breaches)} breaches`}</Badge>;
}

const agentsIn = (number: number): string => (number === 1 ? '1 agent' : `${count(number)} agents`);

/** What was asked for by hand counts until a newer one has come by itself. */
function newest(live: Report | null, asked: Report | null): Report | null {
  if (live === null || asked === null) return live ?? asked;
  return Date.parse(asked.timestamp) > Date.parse(live.timestamp) ? asked : live;
}

/** The order within both is that of the pool. */
function breachesFirst(details: Report['details']): Report['details'] {
  return [...details.filter(({ isolated }) => !isolated), ...details.filter(({ isolated }) => isolated)];
}
