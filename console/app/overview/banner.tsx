import type { ReactNode } from 'react';
import { useAgents } from '../../../src/sdk/react/react';
import { age, clip, count, label } from '../data/format';
import { useHeld, useShownNow } from '../data/paused';
import { isRead, useShownPool } from '../data/pool-view';
import { Icon } from '../ui/icon';
import { Age } from '../ui/time';
import styles from './banner.module.css';
import { DependencyActions, type ShownDependency } from './dependency-actions';

/** Agents that are named; more are counted. */
const NAMED = 3;

/** What is wrong with the pool, and what waits for it. Nothing while all is well. */
export function Banner() {
  const pool = useShownPool().data;
  if (pool === null) return null;
  const down = pool.dependencies.filter(({ status }) => status === 'DOWN');
  return (
    <>
      {down.map((dependency) => (
        <DownDependency key={dependency.name} dependency={dependency} />
      ))}
      {pool.queueLength >= pool.queueCapacity && (
        <Line label="Queue full" tone="bad">
          <strong>The queue is full</strong> with {count(pool.queueLength)} tasks: submissions are refused until there
          is room. {count(pool.metrics.submissionsRefused)} were refused so far.
        </Line>
      )}
      <DegradedAgents />
    </>
  );
}

function DownDependency({ dependency }: { readonly dependency: ShownDependency }) {
  const { name, since, gatedTypes, waitingTasks, lastError, overridden } = dependency;
  return (
    <Line label={`Degraded: ${name}`} tone="warn" actions={<DependencyActions dependency={dependency} isBanner />}>
      <strong>{name}</strong> has been {overridden ? 'held down by hand' : 'down'} for <Age since={since} />:{' '}
      {gatedTypes.map(label).join(' and ')} {gatedTypes.length === 1 ? 'waits' : 'wait'},{' '}
      {waitingTasks === 1 ? '1 task' : `${count(waitingTasks)} tasks`} so far. All else goes on.
      {!overridden && (
        <span className={styles.detail}>
          {lastError != null && <span title={clip(lastError, 2_000)}>{clip(lastError, 160)}</span>}
          <NextProbe at={dependency.nextCheckAt ?? null} />
        </span>
      )}
    </Line>
  );
}

function NextProbe({ at }: { readonly at: string | null }) {
  const now = useShownNow();
  if (at === null) return null;
  const inMs = Date.parse(at) - now;
  return <span>{inMs <= 0 ? 'It is probed now.' : `Next probe in ${age(inMs + 999)}.`}</span>;
}

function DegradedAgents() {
  const agents = useHeld(useAgents(), '', isRead).data ?? [];
  const degraded = agents.filter(({ status }) => status === 'DEGRADED');
  if (degraded.length === 0) return null;
  const named = degraded.slice(0, NAMED).map(({ name, statusReason }) => {
    const why = clip(statusReason ?? '', 80);
    return why === '' ? clip(name, 60) : `${clip(name, 60)} (${why})`;
  });
  const more = degraded.length - named.length;
  return (
    <Line
      label="Degraded agents"
      tone="warn"
      actions={
        <a href="#agents" className={styles.link}>
          Show the agents
        </a>
      }
    >
      <strong>{degraded.length === 1 ? '1 agent is' : `${count(degraded.length)} agents are`} degraded</strong> and
      given nothing: {named.join(', ')}
      {more > 0 && ` and ${count(more)} more`}.
    </Line>
  );
}

interface LineProps {
  readonly label: string;
  readonly tone: 'warn' | 'bad';
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

function Line({ label: name, tone, actions, children }: LineProps) {
  return (
    <section className={styles.banner} data-tone={tone} aria-label={name}>
      <Icon name="warning" />
      <p className={styles.text}>{children}</p>
      {actions}
    </section>
  );
}
