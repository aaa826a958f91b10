import type { AgentView } from '../../../src/sdk/react/react';
import { age, count } from '../data/format';
import { useShownNow } from '../data/paused';
import { Bar } from '../ui/bar';
import { Nothing } from '../ui/time';
import type { Tone } from '../ui/tone';
import styles from './agent-card.module.css';

/** What was measured of an agent; a dash where nothing was. */
export function AgentHealth({ agent: { health } }: { readonly agent: AgentView }) {
  const now = useShownNow();
  const { memoryUsage, cpuUsage, lastHeartbeatAt, consecutiveFailures } = health;
  return (
    <dl className={styles.health}>
      <Share name="Memory" share={memoryUsage} />
      <Share name="CPU" share={cpuUsage} />
      <div>
        <dt>Last sign</dt>
        <dd>{lastHeartbeatAt == null ? <Nothing /> : `${age(now - Date.parse(lastHeartbeatAt))} ago`}</dd>
      </div>
      {consecutiveFailures > 0 && (
        <div className={styles.bad}>
          <dt>Failures in a row</dt>
          <dd>{count(consecutiveFailures)}</dd>
        </div>
      )}
    </dl>
  );
}

function Share({ name, share }: { readonly name: string; readonly share: number | null | undefined }) {
  const percent = share == null ? null : Math.round(share * 100);
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {percent === null ? <Nothing /> : `${String(percent)} %`}
        {percent !== null && <Bar label={name} value={percent} max={100} tone={toneOfShare(percent)} />}
      </dd>
    </div>
  );
}

const toneOfShare = (percent: number): Tone => (percent >= 90 ? 'bad' : percent >= 75 ? 'warn' : 'accent');
