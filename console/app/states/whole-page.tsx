import type { ReactNode } from 'react';
import styles from './whole-page.module.css';

interface WholePageProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** It comes by itself rather than as an answer to somebody, so screen readers are told. */
  readonly isNews?: boolean;
}

/** In place of a view, where there is one thing to say. */
export function WholePage({ title, children, isNews = false }: WholePageProps) {
  return (
    <div className={styles.page}>
      <div className={styles.panel} {...(isNews && { role: 'status' })}>
        <h1 tabIndex={-1} className={styles.title}>
          {title}
        </h1>
        {children}
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
