import { count, label } from '../data/format';
import { useShownPool } from '../data/pool-view';
import { Badge } from '../ui/badge';
import { Card } from '../ui/card';
import { Time } from '../ui/time';
import { toneOf } from '../ui/tone';
import { DependencyActions } from './dependency-actions';
import styles from './dependencies.module.css';

/** What the pool relies on, up or down; nothing where it relies on nothing. */
export function Dependencies() {
  const dependencies = useShownPool().data?.dependencies ?? [];
  if (dependencies.length === 0) return null;
  return (
    <Card title="Dependencies" isFlush>
      <ul>
        {dependencies.map((dependency) => (
          <li key={dependency.name} className={styles.dependency}>
            <strong className={styles.name}>{dependency.name}</strong>
            <Badge tone={toneOf(dependency.status)}>
              {label(dependency.status)}
              {dependency.overridden && ', by hand'}
            </Badge>
            <span className={styles.detail}>
              for {dependency.gatedTypes.map(label).join(', ')}
              {dependency.waitingTasks > 0 && `, ${count(dependency.waitingTasks)} waiting`}
            </span>
            <span className={styles.detail}>
              {dependency.lastCheckedAt == null ? (
                'Not probed'
              ) : (
                <>
                  Probed <Time at={dependency.lastCheckedAt} />
                </>
              )}
            </span>
            <DependencyActions dependency={dependency} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
