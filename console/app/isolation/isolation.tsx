import { IsolationReportDocument } from '../../../src/generated/graphql';
import { useLive } from '../../../src/sdk/react/react';
import { count } from '../data/format';
import { useHeld } from '../data/paused';
import { isRead } from '../data/pool-view';
import { client } from '../data/session';
import { useTitle } from '../data/use-title';
import { Badge } from '../ui/badge';
import { Card } from '../ui/card';
import { EmptyState } from '../ui/empty-state';
import { ErrorNotice } from '../ui/error-notice';
import { Skeleton } from '../ui/skeleton';
import styles from './isolation.module.css';

/** Whether agents share anything, and what was checked to say so. */
export function Isolation() {
  useTitle('Isolation');
  const view = useLive(IsolationReportDocument, { pool: client.pool }, { kinds: ['AGENT'] });
  const { data, error } = useHeld(view, '', isRead);
  const report = data?.pool?.isolationReport;
  return (
    <>
      <header className={styles.head}>
        <h1 tabIndex={-1}>Isolation</h1>
        {report !== undefined && (
          <Badge tone={report.breachesDetected === 0 ? 'good' : 'bad'}>
            {report.breachesDetected === 0 ? 'No breach' : `${count(report.breachesDetected)} breaches`}
          </Badge>
        )}
      </header>
      {error !== null && <ErrorNotice error={error} />}
      {report === undefined && error === null && <Skeleton lines={6} />}
      {report?.details.length === 0 && <EmptyState title="No agents">There is nothing to check.</EmptyState>}
      <ul className={styles.agents}>
        {report?.details.map(({ agentId, isolated, issues, evidence }) => (
          <li key={agentId}>
            <Card
              title={<code>{agentId}</code>}
              aside={<Badge tone={isolated ? 'good' : 'bad'}>{isolated ? 'Isolated' : 'Breach'}</Badge>}
            >
              <ul className={styles.evidence}>
                {issues.map((issue) => (
                  <li key={issue} className={styles.issue}>
                    {issue}
                  </li>
                ))}
                {evidence.map((each) => (
                  <li key={each}>{each}</li>
                ))}
              </ul>
            </Card>
          </li>
        ))}
      </ul>
    </>
  );
}
