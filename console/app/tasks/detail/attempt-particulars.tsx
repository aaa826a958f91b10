import { useId, useState } from 'react';
import type { TaskType } from '../../../../src/generated/graphql';
import { clip, count, label, words } from '../../data/format';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { Age, Duration, Time } from '../../ui/time';
import styles from './attempt-particulars.module.css';
import type { Attempt } from './lanes';
import { Outcome } from './outcome';
import { Term, Terms } from './terms';

interface AttemptParticularsProps {
  readonly attempt: Attempt;
  readonly type: TaskType;
  readonly nameOf: (agentId: string) => string;
  /** What went wrong stands above already, as what became of the task. */
  readonly isErrorShown: boolean;
}

/** One attempt: how it went, what went wrong, and why it was given to its agent. */
export function AttemptParticulars({ attempt, type, nameOf, isErrorShown }: AttemptParticularsProps) {
  const { number, agentId, outcome, assignedAt, startedAt, endedAt, error } = attempt;
  const id = useId();
  const assignedMs = Date.parse(assignedAt);
  const startedMs = startedAt == null ? null : Date.parse(startedAt);
  const endedMs = endedAt == null ? null : Date.parse(endedAt);
  return (
    <section className={styles.attempt} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id} className={styles.title}>
          Attempt {number} on {clip(nameOf(agentId), 100)}
        </h2>
        <Outcome outcome={outcome} />
      </header>
      {error != null && !isErrorShown && (
        <Failure code={error.code} message={error.message} isRetryable={error.retryable} />
      )}
      <Terms>
        <Term name="Assigned">
          <Time at={assignedAt} />
        </Term>
        <Term name="Analysed for">
          <Duration ms={startedMs === null ? null : startedMs - assignedMs} />
        </Term>
        <Term name={endedMs === null ? 'Runs for' : 'Ran for'}>
          {startedMs !== null && endedMs === null ? (
            <Age since={startedMs} />
          ) : (
            <Duration ms={startedMs === null || endedMs === null ? null : endedMs - startedMs} />
          )}
        </Term>
      </Terms>
      <Routing attempt={attempt} type={type} nameOf={nameOf} />
    </section>
  );
}

/** Of an error text, as much at first, and as much at the most; the rest is for the clipboard. */
const SHORT = 400;
const LONG = 20_000;

export function Failure(props: { readonly code: string; readonly message: string; readonly isRetryable: boolean }) {
  const { code, message, isRetryable } = props;
  const [isWhole, setWhole] = useState(false);
  return (
    <div className={styles.failure}>
      <p className={styles.failureHead}>
        <code>{clip(code, 100)}</code>
        <span className={styles.kind}>{isRetryable ? 'another attempt may go better' : 'not to be tried again'}</span>
      </p>
      <p className={styles.message}>{clip(message, isWhole ? LONG : SHORT)}</p>
      {message.length > SHORT && (
        <p className={styles.more}>
          <Button look="quiet" size="small" onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Less' : `More of ${count(message.length)} characters`}
          </Button>
          <CopyButton text={message} label="Copy the whole error" />
        </p>
      )}
    </div>
  );
}

function Routing({ attempt: { routing, agentId }, type, nameOf }: Omit<AttemptParticularsProps, 'isErrorShown'>) {
  const id = useId();
  const { strategy, excludedAgentIds, exclusionLifted, candidates } = routing;
  return (
    <div className={styles.routing}>
      <h3 id={id}>Why this agent</h3>
      <p className={styles.text}>
        <strong>{strategy.charAt(0) + strategy.slice(1).toLowerCase()}</strong>: {reasonOf(strategy, type)}
        {excludedAgentIds.length > 0 && ` ${excluded(excludedAgentIds.length, exclusionLifted)}`}
      </p>
      {candidates.length > 0 && (
        <table className={styles.candidates} aria-labelledby={id}>
          <thead>
            <tr>
              <th scope="col">Agent</th>
              <th scope="col" className={styles.figure}>
                {label(type)} done
              </th>
              <th scope="col" className={styles.figure}>
                Mean time
              </th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {candidates.map((candidate) => (
              <tr key={candidate.agentId} data-chosen={candidate.chosen || undefined}>
                <th scope="row" className={styles.name} title={candidate.agentId}>
                  {nameOf(candidate.agentId)}
                </th>
                <td className={styles.figure}>{count(candidate.completedOfType)}</td>
                <td className={styles.figure}>
                  <Duration ms={candidate.averageTaskTimeMs} />
                </td>
                <td>
                  <Verdict {...candidate} strategy={strategy} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!candidates.some(({ chosen }) => chosen) && <p className={styles.text}>Chosen: {nameOf(agentId)}.</p>}
    </div>
  );
}

interface VerdictProps {
  readonly chosen: boolean;
  readonly refusedBecause?: string | null | undefined;
  readonly completedOfType: number;
  readonly strategy: Attempt['routing']['strategy'];
}

function Verdict({ chosen, refusedBecause, completedOfType, strategy }: VerdictProps) {
  if (chosen) return <Badge tone="accent">Chosen</Badge>;
  if (refusedBecause != null) return <span className={styles.refused}>{clip(refusedBecause, 200)}</span>;
  const compared = { PREFERRED: 'able, not asked for', FALLBACK: 'able, idle for less long' } as const;
  if (strategy !== 'AFFINITY') return <>{compared[strategy]}</>;
  return completedOfType > 0 ? <>able, slower</> : <>able, no history</>;
}

function reasonOf(strategy: Attempt['routing']['strategy'], type: TaskType): string {
  const tasks = `${words(type)} tasks`;
  switch (strategy) {
    case 'PREFERRED':
      return 'the submission asked for it, and it was idle and able.';
    case 'AFFINITY':
      return `of the idle agents that have completed ${tasks}, it was the fastest at them.`;
    case 'FALLBACK':
      return `no idle agent had a history with ${tasks}, so it went to the one that was idle the longest.`;
  }
}

function excluded(number: number, isLifted: boolean): string {
  const who = number === 1 ? 'One agent had' : `${count(number)} agents had`;
  return isLifted
    ? `${who} failed this task before and could take it all the same, because there was no other.`
    : `${who} failed this task before and ${number === 1 ? 'was' : 'were'} left out.`;
}
