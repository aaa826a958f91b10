import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { HiddenText } from '../ui/hidden-text';
import { Icon } from '../ui/icon';
import styles from './task-filters.module.css';
import type { TaskSearch } from './task-search';

/** How long somebody may stop writing before it is searched, in milliseconds. */
const SETTLED_MS = 200;
/** As `maxSearchLength` of the server. */
const LONGEST = 256;

/** What narrows the list beside its status. */
export function TaskFilters({ search }: { readonly search: TaskSearch }) {
  return (
    <search className={styles.filters}>
      {/* Another text in the address, such as that of a link, is another field. */}
      <SearchField key={search.q ?? ''} initial={search.q ?? ''} />
    </search>
  );
}

function SearchField({ initial }: { readonly initial: string }) {
  const navigate = useNavigate();
  const [text, setText] = useState(initial);
  useEffect(() => {
    if (text === initial) return undefined;
    const timer = window.setTimeout(() => {
      void navigate({
        to: '/tasks',
        replace: true,
        search: (before) => ({ ...before, q: text === '' ? undefined : text }),
      });
    }, SETTLED_MS);
    return () => window.clearTimeout(timer);
  }, [text, initial, navigate]);
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
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
    </label>
  );
}
