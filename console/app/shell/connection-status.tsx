import { PoolError } from '../../../src/sdk/client';
import { useConnection } from '../../../src/sdk/react/react';
import { useLocalNow } from '../data/clock';
import { age, duration } from '../data/format';
import { togglePause, usePausedAt } from '../data/paused';
import { usePoolView } from '../data/pool-view';
import { StatusDot } from '../ui/badge';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import styles from './connection-status.module.css';

/** The server answers, but there is nothing to be connected to: that is no waiting. */
const REFUSALS: Readonly<Record<string, string>> = { NOT_FOUND: 'No pool', FORBIDDEN: 'Not allowed' };

/** Whether what is shown is fresh: live with the latency, paused, or how long nothing has come. Beside it the button that pauses. */
export function ConnectionStatus() {
  const { status, sinceMs, latencyMs } = useConnection();
  const pausedAtMs = usePausedAt();
  const { error } = usePoolView();
  const refusal = error instanceof PoolError ? REFUSALS[error.code] : undefined;
  const now = useLocalNow();
  const isAway = status === 'reconnecting';
  const unpaused = status === 'live' ? 'Live' : (refusal ?? 'Connecting');
  const word = isAway ? 'Reconnecting' : pausedAtMs !== null ? 'Paused' : unpaused;
  const detail = isAway
    ? `${age(now - sinceMs)} old`
    : pausedAtMs !== null
      ? `${age(now - pausedAtMs)} old`
      : latencyMs === null
        ? ''
        : duration(latencyMs);
  const tone = isAway ? 'bad' : pausedAtMs !== null ? 'warn' : status === 'live' ? 'good' : 'plain';
  return (
    <>
      <span className={styles.status}>
        <StatusDot tone={tone} />
        {/* Only the word is news: a screen reader must not tell each second. */}
        <span role="status">{word}</span>
        <span className={styles.detail}>{detail}</span>
      </span>
      <Button
        look="quiet"
        isSquare
        aria-label={pausedAtMs === null ? 'Pause the view' : 'Let the view go on'}
        aria-pressed={pausedAtMs !== null}
        onClick={togglePause}
      >
        <Icon name={pausedAtMs === null ? 'pause' : 'play'} />
      </Button>
    </>
  );
}
