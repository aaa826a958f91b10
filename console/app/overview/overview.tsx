import { lazy, Suspense } from 'react';
import { useTitle } from '../data/use-title';
import { hidden } from '../ui/hidden-text';
import { Skeleton } from '../ui/skeleton';
import { Agents } from './agents';
import { Banner } from './banner';
import { Events } from './events';
import { Figures } from './figures';
import styles from './overview.module.css';

/** uPlot comes behind the first screen. */
const Charts = lazy(async () => ({ default: (await import('./charts')).Charts }));

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
      <Agents />
      <div className={styles.columns}>
        <Suspense fallback={<Skeleton lines={8} />}>
          <Charts />
        </Suspense>
        <Events />
      </div>
    </div>
  );
}
