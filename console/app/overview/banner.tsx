import { label } from '../data/format';
import { useShownPool } from '../data/pool-view';
import { Icon } from '../ui/icon';
import { Age } from '../ui/time';
import styles from './banner.module.css';

/** Which dependencies are down, since when, and what waits for them. Nothing while all are up. */
export function Banner() {
  const down = useShownPool().data?.dependencies.filter(({ status }) => status === 'DOWN') ?? [];
  return down.map(({ name, since, gatedTypes, waitingTasks }) => (
    <section key={name} className={styles.banner} aria-label={`Degraded: ${name}`}>
      <Icon name="warning" />
      <p>
        <strong>{name}</strong> is down for <Age since={since} />: {gatedTypes.map(label).join(', ')} wait,{' '}
        {waitingTasks} tasks so far.
      </p>
    </section>
  ));
}
