import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { HiddenText } from '../../ui/hidden-text';
import { Icon } from '../../ui/icon';
import styles from './task-filters.module.css';

/** How long somebody may stop writing before it is searched, in milliseconds. */
const SETTLED_MS = 200;
/** As `maxSearchLength` of the server. */
const LONGEST = 256;

/** Searches while somebody writes, one step of the history for all of it. */
export function SearchField({ initial }: { readonly initial: string }) {
  const navigate = useNavigate();
  const [{ text, known }, setField] = useState({ text: initial, known: initial });
  // The address has changed otherwise, such as by a link or a step back.
  if (initial !== known) setField({ text: initial, known: initial });
  useEffect(() => {
    if (text === known) return undefined;
    const timer = window.setTimeout(() => {
      setField({ text, known: text });
      void navigate({
        to: '/tasks',
        replace: known !== '',
        search: (before) => ({ ...before, q: text === '' ? undefined : text }),
      });
    }, SETTLED_MS);
    return () => window.clearTimeout(timer);
  }, [text, known, navigate]);
  return (
    <label className={styles.search}>
      <Icon name="search" />
      <HiddenText>Search tasks</HiddenText>
      <input
        id="task-search"
        type="search"
        placeholder="Search by id, payload, key or error"
        maxLength={LONGEST}
        spellCheck={false}
        value={text}
        onChange={(event) => setField({ text: event.target.value, known })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          // Browsers would empty the field: leaving it is not taking the filter away.
          event.preventDefault();
          event.currentTarget.blur();
        }}
      />
      <kbd className={styles.key} aria-hidden="true">
        /
      </kbd>
    </label>
  );
}
