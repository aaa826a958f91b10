import { useTitle } from '../data/use-title';
import { hidden } from '../ui/hidden-text';
import { Agents } from './agents';
import { Banner } from './banner';
import { Charts } from './charts';
import { Dependencies } from './dependencies';
import { Events } from './events';
import { Figures } from './figures';
import styles from './overview.module.css';

/** The first screen: is it up, is anything wrong, and what just happened. */
export function Overview() {
  useTitle('');
  return (
    <div className={styles.overview}>
      <h1 tabIndex={-1} className={hidden}>
        Overview
      </h1>
      <Banner />
      <Figures />
      <div className={styles.columns}>
        <div className={styles.main}>
          <Agents />
          <Charts />
          <Dependencies />
        </div>
        <div className={styles.side}>
          <Events />
        </div>
      </div>
    </div>
  );
}
