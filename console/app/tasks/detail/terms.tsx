import type { ReactNode } from 'react';
import styles from './terms.module.css';

/** Names with their values, side by side where there is room. */
export function Terms({ children }: { readonly children: ReactNode }) {
  return <dl className={styles.terms}>{children}</dl>;
}

interface TermProps {
  readonly name: string;
  /** Over the whole width, for what is long. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

export function Term({ name, isWide = false, children }: TermProps) {
  return (
    <div className={isWide ? styles.wide : undefined}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}
