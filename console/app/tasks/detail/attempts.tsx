import { useState } from 'react';
import type { TaskView } from '../../../../src/sdk/react/react';
import { useNow } from '../../data/clock';
import { duration, words } from '../../data/format';
import { usePausedAt } from '../../data/paused';
import { classNames } from '../../ui/class-names';
import { HiddenText } from '../../ui/hidden-text';
import { useAgentNames } from '../../data/agent-names';
import { AttemptParticulars } from './attempt-particulars';
import styles from './attempts.module.css';
import { timelineOf, type Lane, type Span } from './lanes';
import { toneOfOutcome } from './outcome';

/** The life of the task as a picture, one line for each attempt; the particulars of the chosen one below. */
export function Attempts({ task }: { readonly task: TaskView }) {
  const now = useNow();
  const pausedAtMs = usePausedAt();
  const names = useAgentNames();
  const { lanes, totalMs } = timelineOf(task, pausedAtMs ?? now);
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = task.attempts.find(({ number }) => number === chosen) ?? task.attempts.at(-1);
  return (
    <div className={styles.attempts}>
      <ol className={styles.lanes} aria-label="Attempts over time">
        {lanes.map((lane) => {
          const { attempt } = lane;
          const content = (
            <LaneView lane={lane} totalMs={totalMs} agent={attempt === null ? null : nameOf(attempt.agentId)} />
          );
          return (
            <li key={attempt?.number ?? 'waiting'}>
              {lane.isReplay && <p className={styles.note}>Taken up again by hand</p>}
              {attempt === null ? (
                <div className={styles.lane}>{content}</div>
              ) : (
                <button
                  type="button"
                  className={classNames(styles.lane, styles.button)}
                  aria-pressed={attempt === shown}
                  onClick={() => setChosen(attempt.number)}
                >
                  {content}
                </button>
              )}
            </li>
          );
        })}
      </ol>
      <div className={styles.legend}>
        {(['waiting', 'backoff', 'analysing', 'running'] as const).map((kind) => (
          <span key={kind} className={styles.entry}>
            <span className={classNames(styles.swatch, styles[kind])} aria-hidden="true" />
            {kind}
          </span>
        ))}
        <span className={styles.total}>{duration(totalMs)} in all</span>
      </div>
      {shown !== undefined && (
        <AttemptParticulars
          attempt={shown}
          type={task.type}
          nameOf={nameOf}
          isErrorShown={task.error != null && shown.error?.message === task.error.message}
        />
      )}
    </div>
  );

  function nameOf(agentId: string): string {
    return names.get(agentId) ?? agentId;
  }
}

interface LaneViewProps {
  readonly lane: Lane;
  readonly totalMs: number;
  readonly agent: string | null;
}

function LaneView({ lane: { attempt, spans, isFailover }, totalMs, agent }: LaneViewProps) {
  const tone = toneOfOutcome(attempt?.outcome);
  return (
    <>
      <span className={styles.who}>
        {attempt === null ? (
          <span className={styles.faint}>waits</span>
        ) : (
          <>
            <span className={styles.number}>
              <HiddenText>Attempt</HiddenText>
              {attempt.number}
            </span>
            <span className={styles.agent}>
              {isFailover && (
                <span className={styles.failover} title="Failover to another agent">
                  <span aria-hidden="true">↪ </span>
                  <HiddenText>failover to</HiddenText>
                </span>
              )}
              {agent}
            </span>
          </>
        )}
      </span>
      <span className={styles.track}>
        {spans.map((span) => (
          <span
            key={span.kind}
            className={classNames(styles.span, styles[span.kind], span.kind === 'running' && styles[tone])}
            style={{ left: share(span.offsetMs, totalMs), width: share(span.ms, totalMs) }}
            title={`${span.kind} ${duration(span.ms)}`}
          />
        ))}
        <HiddenText>{spans.map(said).join(', ')}</HiddenText>
      </span>
      <span className={styles.outcome}>
        {attempt === null ? (
          duration(spans[0]?.ms ?? 0)
        ) : (
          <>
            <span className={styles.length}>{duration(lengthOf(spans))}</span>
            <span className={classNames(styles.word, styles[`${tone}Text`])}>
              {attempt.outcome == null ? 'running' : words(attempt.outcome)}
            </span>
          </>
        )}
      </span>
    </>
  );
}

/** The attempt itself, without the wait before it. */
const lengthOf = (spans: readonly Span[]): number =>
  spans.filter(({ kind }) => kind === 'analysing' || kind === 'running').reduce((sum, { ms }) => sum + ms, 0);

const said = ({ kind, ms }: Span): string => `${kind} ${duration(ms)}`;

const share = (ms: number, totalMs: number): string => `${String(totalMs > 0 ? (ms / totalMs) * 100 : 0)}%`;
