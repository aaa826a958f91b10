import { classNames } from './class-names';
import type { Tone } from './tone';
import styles from './bar.module.css';

interface BarProps {
  /** What it measures, for screen readers. */
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly tone?: Tone;
}

/** How much of a bound is used. */
export function Bar({ label, value, max, tone = 'accent' }: BarProps) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <span
      className={styles.bar}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(value, max)}
      aria-valuetext={`${String(value)} of ${String(max)}`}
    >
      <span className={classNames(styles.fill, styles[tone])} style={{ width: `${String(share * 100)}%` }} />
    </span>
  );
}
