import { useEffect, useState } from 'react';
import { useAgents } from '../../../src/sdk/react/react';
import { label } from '../data/format';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { isFiltered, KINDS, TYPES, type EventSearch } from './event-filter';
import styles from './event-filters.module.css';

interface EventFiltersProps {
  readonly search: EventSearch;
  readonly onChange: (change: EventSearch) => void;
}

/** What the feed is narrowed to; all of it stands in the address. */
export function EventFilters({ search, onChange }: EventFiltersProps) {
  const agents = useAgents(({ data }) => (data ?? []).map(({ id, name }) => ({ value: id, text: `Agent ${name}` })));
  // One that has left, or that this pool never had, is still what the address says.
  const isKnown = search.agent === undefined || agents.some(({ value }) => value === search.agent);
  return (
    <div className={styles.filters} role="search" aria-label="Events">
      <Text value={search.text ?? ''} onChange={(text) => onChange({ text: text === '' ? undefined : text })} />
      <Choice
        name="Kind"
        every="All kinds"
        value={search.kind}
        choices={KINDS.map((kind) => ({ value: kind, text: label(kind) }))}
        onChange={(kind) => onChange({ kind })}
      />
      <Choice
        name="Task type"
        every="All types"
        value={search.type}
        choices={TYPES.map((type) => ({ value: type, text: label(type) }))}
        onChange={(type) => onChange({ type })}
      />
      <Choice
        name="Agent"
        every="All agents"
        value={search.agent}
        choices={isKnown ? agents : [...agents, { value: search.agent ?? '', text: search.agent ?? '' }]}
        onChange={(agent) => onChange({ agent })}
      />
      {isFiltered(search) && (
        <Button
          look="quiet"
          size="small"
          isSquare
          aria-label="Clear the filter"
          onClick={() => onChange({ kind: undefined, type: undefined, agent: undefined, text: undefined })}
        >
          <Icon name="close" />
        </Button>
      )}
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  readonly name: string;
  readonly every: string;
  readonly value: Value | undefined;
  readonly choices: readonly { readonly value: Value; readonly text: string }[];
  readonly onChange: (value: Value | undefined) => void;
}

function Choice<Value extends string>({ name, every, value, choices, onChange }: ChoiceProps<Value>) {
  return (
    <select
      className={styles.control}
      aria-label={name}
      data-set={value !== undefined || undefined}
      value={value ?? ''}
      onChange={({ target }) => onChange(target.value === '' ? undefined : (target.value as Value))}
    >
      <option value="">{every}</option>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.text}
        </option>
      ))}
    </select>
  );
}

/** Writes at its own pace: the address follows. */
function Text({ value, onChange }: { readonly value: string; readonly onChange: (text: string) => void }) {
  const [written, setWritten] = useState(value);
  const [last, setLast] = useState(value);
  if (last !== value) {
    setLast(value);
    setWritten(value);
  }
  useEffect(() => {
    if (written === value) return undefined;
    const timer = window.setTimeout(() => onChange(written), 150);
    return () => window.clearTimeout(timer);
  }, [written, value, onChange]);
  return (
    <input
      type="search"
      className={styles.control}
      aria-label="Text in events"
      placeholder="Text, id or trace"
      maxLength={200}
      value={written}
      onChange={({ target }) => setWritten(target.value)}
    />
  );
}
