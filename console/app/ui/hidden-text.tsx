import styles from './hidden-text.module.css';

/** The class of what only screen readers are to meet. */
export const hidden = styles.hidden;

/** A text for screen readers, where the eye sees from the place what something is. */
export function HiddenText({ children }: { readonly children: string }) {
  return <span className={hidden}>{children} </span>;
}
