import { Link } from '@tanstack/react-router';
import type { AgentView } from '../../../src/sdk/react/react';
import { age, clip, count, label } from '../data/format';
import { useShownNow } from '../data/paused';
import { StatusDot } from '../ui/badge';
import { Button } from '../ui/button';
import { classNames } from '../ui/class-names';
import { Icon } from '../ui/icon';
import { Menu, MenuItem } from '../ui/menu';
import { toneOf } from '../ui/tone';
import type { AgentActions } from './agent-actions';
import type { Chosen } from './agent-dialogs';
import { AgentHealth } from './agent-health';
import styles from './agent-card.module.css';

interface AgentCardProps {
  readonly agent: AgentView;
  /** Among many: what matters at a glance, in two lines. */
  readonly isSmall: boolean;
  readonly actions: AgentActions;
  readonly onChoose: (chosen: Chosen) => void;
}

/** One agent: what it does, how it is, and what can be done with it. */
export function AgentCard({ agent, isSmall, actions, onChoose }: AgentCardProps) {
  const { id, name, kind, status } = agent;
  return (
    <li className={classNames(styles.agent, isSmall && styles.small)} data-status={status} data-agent={id}>
      <div className={styles.head}>
        <span className={styles.kind} title={kind === 'PROCESS' ? 'A child process of the server' : 'A remote client'}>
          <Icon name={kind === 'PROCESS' ? 'process' : 'remote'} />
        </span>
        <strong className={styles.name} title={name}>
          {name}
        </strong>
        <Menu
          trigger={
            <Button look="quiet" size="small" isSquare aria-label={`Actions for ${name}`} className={styles.menu}>
              <Icon name="more" />
            </Button>
          }
        >
          <MenuItem disabledReason={actions.reason('restore', agent)} onSelect={() => actions.restore(id)}>
            Restore
          </MenuItem>
          <MenuItem
            disabledReason={actions.reason('verify', agent)}
            onSelect={() => onChoose({ action: 'verify', agent })}
          >
            Verify a skill…
          </MenuItem>
          <MenuItem
            isDanger
            disabledReason={actions.reason('fail', agent)}
            onSelect={() => onChoose({ action: 'fail', agent })}
          >
            Report as failed…
          </MenuItem>
          <MenuItem
            isDanger
            disabledReason={actions.reason('retire', agent)}
            onSelect={() => onChoose({ action: 'retire', agent })}
          >
            Retire, after what it has…
          </MenuItem>
        </Menu>
      </div>
      <CurrentTask agent={agent} />
      {!isSmall && <AgentHealth agent={agent} />}
      {!isSmall && <Record agent={agent} />}
    </li>
  );
}

/** Its status, and what that is about: its task, or why it is as it is. */
function CurrentTask({ agent: { currentTask, statusReason, status } }: { readonly agent: AgentView }) {
  const now = useShownNow();
  const why = clip(statusReason ?? '', 200);
  return (
    <p className={styles.line} title={why}>
      <StatusDot tone={toneOf(status)} />
      <span className={styles.status} data-tone={toneOf(status)}>
        {label(status)}
      </span>
      <span className={styles.what}>
        {currentTask != null && (
          <>
            <Link to="/tasks/$taskId" params={{ taskId: currentTask.id }} title={currentTask.id}>
              {label(currentTask.type)}
            </Link>
            {currentTask.startedAt != null && ` for ${age(now - Date.parse(currentTask.startedAt))}`}
          </>
        )}
        {currentTask != null && why !== '' && ', '}
        {why}
      </span>
    </p>
  );
}

/** What it did, and what it can. */
function Record({ agent: { performance, verifiedSkills, taskTypes, isolation } }: { readonly agent: AgentView }) {
  const { tasksCompleted, tasksFailed } = performance;
  return (
    <div className={styles.foot}>
      <span>
        {count(tasksCompleted)} completed,{' '}
        <span className={classNames(tasksFailed > 0 && styles.bad)}>{count(tasksFailed)} failed</span>
      </span>
      {isolation.sharedStateDetected && (
        <Link to="/isolation" className={styles.bad}>
          shares state
        </Link>
      )}
      {taskTypes.length > 0 && (
        <span className={styles.types} title={taskTypes.map(label).join(', ')}>
          only {taskTypes.map(label).join(', ')}
        </span>
      )}
      {verifiedSkills.length > 0 && (
        <ul className={styles.skills} aria-label="Verified skills">
          {verifiedSkills.slice(0, 6).map((skill) => (
            <li key={skill} className={styles.skill} title={`Verified skill: ${skill}`}>
              <Icon name="check" />
              {skill}
            </li>
          ))}
          {verifiedSkills.length > 6 && (
            <li className={styles.skill} title={verifiedSkills.slice(6).join(', ')}>
              {count(verifiedSkills.length - 6)} more
            </li>
          )}
        </ul>
      )}
    </div>
  );
}
