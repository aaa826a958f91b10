import { useState } from 'react';
import { errorText } from '../data/use-action';
import { clip } from '../data/format';
import { Button } from './button';
import { CopyButton } from './copy-button';
import { Icon } from './icon';
import styles from './error-notice.module.css';

/** Of a long text, as much at once; all of it is for the clipboard. */
const LONGEST = 20_000;

/** Why something did not work. An error text may come from anyone and be a megabyte: it is shown clipped, and only as text. */
export function ErrorNotice({ error }: { readonly error: unknown }) {
  return <LongText text={typeof error === 'string' ? error : errorText(error)} />;
}

function LongText({ text }: { readonly text: string }) {
  const [isWhole, setWhole] = useState(false);
  return (
    <div className={styles.notice} role="alert">
      <Icon name="warning" />
      <p className={styles.text}>{clip(text, isWhole ? LONGEST : 300)}</p>
      {text.length > 300 && (
        <span className={styles.actions}>
          <Button look="quiet" size="small" onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Less' : 'More'}
          </Button>
          <CopyButton text={text} label="Copy the whole text" />
        </span>
      )}
    </div>
  );
}
