import { useEffect, useState } from 'react';
import { notify } from '../data/toasts';
import { Button } from './button';
import { Icon } from './icon';

const SHOWN_FOR_MS = 1_500;

/** Puts `text` on the clipboard. `label` says what, such as `Copy the task's id`. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = window.setTimeout(() => setCopied(false), SHOWN_FOR_MS);
    return () => window.clearTimeout(timer);
  }, [isCopied]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      notify('bad', 'The browser does not let this page write to the clipboard.');
    }
  };
  return (
    <Button look="quiet" size="small" isSquare aria-label={isCopied ? 'Copied' : label} onClick={() => void copy()}>
      <Icon name={isCopied ? 'check' : 'copy'} />
    </Button>
  );
}
