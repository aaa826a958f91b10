import { dismiss, useToasts } from '../data/toasts';
import { Button } from './button';
import { classNames } from './class-names';
import { Icon } from './icon';
import styles from './toast-region.module.css';

/** What came of actions. The region is always there: screen readers tell only what is put into one that they know. */
export function ToastRegion() {
  const toasts = useToasts();
  return (
    <div className={styles.region} role="region" aria-label="Messages">
      <div aria-live="polite" aria-relevant="additions">
        {toasts.map(({ id, tone, text }) => (
          <div key={id} className={classNames(styles.toast, styles[tone])}>
            <Icon name={tone === 'good' ? 'check' : 'warning'} />
            <p className={styles.text}>{text}</p>
            <Button look="quiet" size="small" isSquare aria-label="Close the message" onClick={() => dismiss(id)}>
              <Icon name="close" />
            </Button>
          </div>
        ))}
      </div>
    </div>
  );
}
