import type { ReactNode } from 'react';
import { classNames } from '../ui/class-names';
import { Icon, type IconName } from '../ui/icon';
import type { Tone } from '../ui/tone';
import tint from '../ui/tint.module.css';
import styles from './whole-page.module.css';

interface WholePageProps {
  readonly title: string;
  readonly icon: IconName;
  readonly tone?: Tone;
  /** What it means and what happens next, in a sentence or two. */
  readonly children?: ReactNode;
  /** What a person can do about it: a form, buttons, links. */
  readonly actions?: ReactNode;
  /** The particulars, for whoever has to look for the cause. */
  readonly detail?: ReactNode;
  /** It comes by itself rather than as an answer to somebody, so screen readers are told. */
  readonly isNews?: boolean;
}

/** In place of a view, where there is one thing to say: what is the matter, what it means, what to do. */
export function WholePage(props: WholePageProps) {
  const { title, icon, tone = 'plain', children, actions, detail, isNews = false } = props;
  return (
    <div className={styles.page}>
      <div className={styles.panel}>
        <span className={classNames(styles.mark, tint[tone])} aria-hidden="true">
          <Icon name={icon} />
        </span>
        {/* Only what is said is news; what stands below may tick, and is to be operated. */}
        <div className={styles.said} {...(isNews && { role: 'status' })}>
          <h1 tabIndex={-1} className={styles.title}>
            {title}
          </h1>
          {children}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        {detail !== undefined && <div className={styles.detail}>{detail}</div>}
      </div>
    </div>
  );
}

/** The same where there is no frame around it: it is the main landmark itself. */
export function BarePage(props: WholePageProps) {
  return (
    <main>
      <WholePage {...props} />
    </main>
  );
}
