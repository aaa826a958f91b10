import { useState } from 'react';
import { useAgents, type AgentView } from '../../../src/sdk/react/react';
import { SpawnAgentDialog } from '../actions/spawn-agent-dialog';
import { count, label } from '../data/format';
import { useHeld } from '../data/paused';
import { isRead, useShownPool } from '../data/pool-view';
import { useCan } from '../data/use-can';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { classNames } from '../ui/class-names';
import { ErrorNotice } from '../ui/error-notice';
import { Icon } from '../ui/icon';
import { Skeleton } from '../ui/skeleton';
import { AgentCard } from './agent-card';
import { AgentDialogs, type Chosen } from './agent-dialogs';
import { useAgentActions } from './agent-actions';
import styles from './agents.module.css';

/** With more than so many each is drawn smaller, and they scroll by themselves. */
const MANY = 24;
/** In this order they are counted; the one that is wrong comes first. */
const STATUSES = ['DEGRADED', 'EXECUTING', 'ANALYZING', 'IDLE', 'DRAINING'] as const;

/** The agents of the pool, one card each, and the places that are free. */
export function Agents() {
  const { data, error } = useHeld(useAgents(), '', isRead);
  const { data: pool } = useShownPool();
  const actions = useAgentActions();
  const spawn = useCan('spawnAgent').reason;
  // Above the cards: a dialog stays open when the agent that it is about has left.
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [isSpawning, setSpawning] = useState(false);
  const agents = data ?? [];
  const isMany = agents.length > MANY;
  const isOpen = pool?.status === 'RUNNING' || pool?.status === 'PAUSED';
  const free = pool === null ? 0 : Math.max(0, pool.maxSize - agents.length);
  return (
    <Card
      title={
        <>
          Agents{' '}
          {pool !== null && (
            <span className={styles.size}>
              {count(agents.length)} of at most {count(pool.maxSize)}
            </span>
          )}
        </>
      }
      aside={<Tally agents={agents} healthScore={pool?.metrics.healthScore ?? null} />}
    >
      <div id="agents" className={styles.anchor} />
      {data === null && (error === null ? <Skeleton lines={3} /> : <ErrorNotice error={error} />)}
      {data !== null && (
        <ul
          className={classNames(styles.agents, isMany && styles.many)}
          {...(isMany && { tabIndex: 0, 'aria-label': 'All agents' })}
        >
          {agents.map((agent) => (
            <AgentCard key={agent.id} agent={agent} isSmall={isMany} actions={actions} onChoose={setChosen} />
          ))}
          <li className={styles.free}>
            <span className={styles.places}>
              {agents.length === 0 && <strong>No agents: tasks wait until one joins.</strong>}
              <Slots free={free} />
              {free === 0 ? 'No free place' : `${count(free)} free ${free === 1 ? 'place' : 'places'}`}
            </span>
            {/* Of a pool that takes nothing the notices say what to do. */}
            {isOpen && (
              <Button
                size="small"
                disabledReason={spawn ?? (free === 0 ? 'The pool has as many agents as it may have.' : null)}
                onClick={() => setSpawning(true)}
              >
                <Icon name="plus" />
                Spawn agent
              </Button>
            )}
          </li>
        </ul>
      )}
      <AgentDialogs chosen={chosen} agents={data} actions={actions} onClose={() => setChosen(null)} />
      <SpawnAgentDialog isOpen={isSpawning} onClose={() => setSpawning(false)} />
    </Card>
  );
}

/** How many do what, and how the pool is on the whole. */
function Tally({
  agents,
  healthScore,
}: {
  readonly agents: readonly AgentView[];
  readonly healthScore: number | null;
}) {
  const counts = STATUSES.map((status) => ({ status, many: agents.filter((agent) => agent.status === status).length }));
  return (
    <span className={styles.tally}>
      {counts
        .filter(({ many }) => many > 0)
        .map(({ status, many }) => (
          <span key={status} data-status={status}>
            {count(many)} {label(status).toLowerCase()}
          </span>
        ))}
      {healthScore !== null && (
        <span title="Share of agents not degraded, times dependencies up, times the last 100 attempts that succeeded">
          health {healthScore.toFixed(2)}
        </span>
      )}
    </span>
  );
}

/** A mark for each free place, up to a row of them. */
function Slots({ free }: { readonly free: number }) {
  return (
    <span className={styles.slots} aria-hidden="true">
      {Array.from({ length: Math.min(free, 16) }, (_, slot) => (
        <span key={slot} className={styles.slot} />
      ))}
    </span>
  );
}
