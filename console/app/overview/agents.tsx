import { Link } from '@tanstack/react-router';
import { useAgents, type AgentView } from '../../../src/sdk/react/react';
import { count, label } from '../data/format';
import { useHeld } from '../data/paused';
import { isRead, useShownPool } from '../data/pool-view';
import { Badge } from '../ui/badge';
import { Card } from '../ui/card';
import { EmptyState } from '../ui/empty-state';
import { ErrorNotice } from '../ui/error-notice';
import { Skeleton } from '../ui/skeleton';
import { Age } from '../ui/time';
import { toneOf } from '../ui/tone';
import styles from './agents.module.css';

/** The agents of the pool, one card each. */
export function Agents() {
  const { data, error } = useHeld(useAgents(), '', isRead);
  const { data: pool } = useShownPool();
  const size = pool === null ? '' : `${count(pool.size)} of at most ${count(pool.maxSize)}`;
  return (
    <Card title="Agents" aside={<span className={styles.size}>{size}</span>}>
      {data === null && (error === null ? <Skeleton lines={3} /> : <ErrorNotice error={error} />)}
      {data?.length === 0 && <EmptyState title="No agents">Tasks wait until one joins.</EmptyState>}
      <ul className={styles.agents}>
        {data?.map((agent) => (
          <AgentCard key={agent.id} agent={agent} />
        ))}
      </ul>
    </Card>
  );
}

function AgentCard({ agent }: { readonly agent: AgentView }) {
  const { name, status, currentTask, performance, statusReason } = agent;
  return (
    <li className={styles.agent}>
      <div className={styles.head}>
        <strong className={styles.name} title={name}>
          {name}
        </strong>
        <Badge tone={toneOf(status)}>{label(status)}</Badge>
      </div>
      <p className={styles.line}>
        {currentTask == null ? (
          (statusReason ?? 'No task').slice(0, 300)
        ) : (
          <>
            <Link to="/tasks/$taskId" params={{ taskId: currentTask.id }}>
              {label(currentTask.type)}
            </Link>
            {currentTask.startedAt != null && (
              <>
                {' for '}
                <Age since={currentTask.startedAt} />
              </>
            )}
          </>
        )}
      </p>
      <p className={styles.line}>
        {count(performance.tasksCompleted)} completed, {count(performance.tasksFailed)} failed
      </p>
    </li>
  );
}
