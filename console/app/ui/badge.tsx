import type { ReactNode } from 'react';
import { classNames } from './class-names';
import type { Tone } from './tone';
import tint from './tint.module.css';
import styles from './badge.module.css';

/** A state in a word, with a mark and a tint of its tone. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={classNames(styles.badge, tint[tone])}>
      <StatusDot tone={tone} />
      {children}
    </span>
  );
}

/** The mark alone, beside a text that says the same. Its shape differs with the tone, for those who do not see the colour. */
export function StatusDot({ tone }: { readonly tone: Tone }) {
  return <span className={classNames(styles.dot, styles[`${tone}Dot`])} aria-hidden="true" />;
}
