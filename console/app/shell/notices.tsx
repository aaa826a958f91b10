import { ConnectionNotices } from './connection-notices';
import styles from './notices.module.css';
import { PoolNotices } from './pool-notices';

/** What has to be known before anything on the page is believed. Nothing while all is well. */
export function Notices() {
  return (
    <div role="status" className={styles.notices}>
      <ConnectionNotices />
      <PoolNotices />
    </div>
  );
}
