import { Skeleton } from '../ui/skeleton';
import styles from './starting.module.css';

/** Before the first answer. Mostly that is here before anybody sees this. */
export function Starting() {
  return (
    <div className={styles.starting}>
      <p className={styles.name}>Coordination Pool</p>
      <Skeleton lines={4} />
    </div>
  );
}
