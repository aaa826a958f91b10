import { useId, type ReactNode } from 'react';
import { classNames } from './class-names';
import styles from './card.module.css';

interface CardProps {
  readonly title: ReactNode;
  /** Beside the title, such as a number or buttons. */
  readonly aside?: ReactNode;
  /** Without space around the content, for tables and lists that have their own. */
  readonly isFlush?: boolean;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A part of a page with a heading; a region for screen readers. */
export function Card({ title, aside, isFlush = false, className, children }: CardProps) {
  const id = useId();
  return (
    <section className={classNames(styles.card, className)} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {aside}
      </header>
      <div className={classNames(styles.body, isFlush && styles.flush)}>{children}</div>
    </section>
  );
}
