import type { ReactNode } from 'react';
import { classNames } from '../ui/class-names';
import { Icon } from '../ui/icon';
import tint from '../ui/tint.module.css';
import styles from './notices.module.css';

interface NoticeProps {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** One line across the page. */
export function Notice({ tone, action, children }: NoticeProps) {
  return (
    <div className={classNames(styles.notice, tint[tone])}>
      <Icon name={tone === 'good' ? 'check' : 'warning'} />
      <p className={styles.text}>{children}</p>
      {action}
    </div>
  );
}
