import { useNavigate } from '@tanstack/react-router';
import { label, words } from '../../data/format';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Menu, MenuChecks, MenuChoice, MenuText } from '../../ui/menu';
import { useAgentNames } from '../../data/agent-names';
import { listText, ORDERS, readList, TYPES, WAIT_REASONS, type TaskSearch } from '../task-search';
import { SearchField } from './search-field';
import styles from './task-filters.module.css';

const ORDER_TEXTS = {
  CREATED_DESC: 'Newest first',
  CREATED_ASC: 'Oldest first',
  UPDATED_DESC: 'Changed last first',
} as const;

const ANY = '';

/** What narrows the list beside its status, and its order. All of it goes into the address. */
export function TaskFilters({ search }: { readonly search: TaskSearch }) {
  const change = useChange();
  const agents = useAgentNames();
  const order = search.sort ?? 'CREATED_DESC';
  return (
    <search className={styles.filters}>
      <SearchField initial={search.q ?? ''} />
      <div className={styles.menus}>
        <Menu trigger={<Trigger text="Type" />}>
          <MenuChecks
            label="Type"
            values={readList(TYPES, search.type)}
            choices={TYPES.map((value) => ({ value, text: label(value) }))}
            onChange={(types) => change({ type: listText(types) })}
          />
        </Menu>
        <Menu trigger={<Trigger text="Waits for" />}>
          <MenuChecks
            label="Pending tasks that wait for"
            values={readList(WAIT_REASONS, search.wait)}
            choices={WAIT_REASONS.map((value) => ({ value, text: label(value) }))}
            onChange={(reasons) => change({ wait: listText(reasons) })}
          />
        </Menu>
        <Menu trigger={<Trigger text="Agent" />}>
          {agents.size === 0 ? (
            <MenuText>There are no agents.</MenuText>
          ) : (
            <MenuChoice
              label="Had an attempt"
              value={search.agent ?? ANY}
              choices={[
                { value: ANY, text: 'Any agent' },
                ...[...agents].map(([value, name]) => ({ value, text: name })),
              ]}
              onChange={(agent) => change({ agent: agent === ANY ? undefined : agent })}
            />
          )}
        </Menu>
        <Menu
          trigger={
            <Button look="quiet" aria-label={`Order: ${words(ORDER_TEXTS[order])}`}>
              <Icon name="sort" />
              {ORDER_TEXTS[order]}
            </Button>
          }
        >
          <MenuChoice
            label="Order"
            value={order}
            choices={ORDERS.map((value) => ({ value, text: ORDER_TEXTS[value] }))}
            onChange={(sort) => change({ sort: sort === 'CREATED_DESC' ? undefined : sort })}
          />
        </Menu>
      </div>
    </search>
  );
}

/** The filters that are set, each with a way to take it away. Nothing where none is. */
export function FilterChips({ search }: { readonly search: TaskSearch }) {
  const change = useChange();
  const agents = useAgentNames();
  const types = readList(TYPES, search.type);
  const reasons = readList(WAIT_REASONS, search.wait);
  const without = (names: readonly string[], name: string) => listText(names.filter((each) => each !== name));
  const chips = [
    ...types.map((type) => ({ text: `type: ${words(type)}`, clear: () => change({ type: without(types, type) }) })),
    ...reasons.map((reason) => ({
      text: `waits for: ${words(reason)}`,
      clear: () => change({ wait: without(reasons, reason) }),
    })),
    ...(search.agent === undefined
      ? []
      : [{ text: `agent: ${agents.get(search.agent) ?? search.agent}`, clear: () => change({ agent: undefined }) }]),
    ...(search.q === undefined ? [] : [{ text: `text: ${search.q}`, clear: () => change({ q: undefined }) }]),
  ];
  if (chips.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label="Filters">
      {chips.map(({ text, clear }) => (
        <li key={text} className={styles.chip}>
          <span className={styles.chipText}>{text}</span>
          <button type="button" className={styles.clear} aria-label={`Remove the filter ${text}`} onClick={clear}>
            <Icon name="close" />
          </button>
        </li>
      ))}
      <li>
        <Button
          look="quiet"
          size="small"
          onClick={() => change({ type: undefined, wait: undefined, agent: undefined, q: undefined })}
        >
          Clear all
        </Button>
      </li>
    </ul>
  );
}

/** Each change of a filter is a step in the history, so that going back takes it back. */
function useChange(): (part: Partial<TaskSearch>) => void {
  const navigate = useNavigate();
  return (part) => void navigate({ to: '/tasks', search: (before) => ({ ...before, ...part }) });
}

function Trigger({ text, ...rest }: { readonly text: string }) {
  return (
    <Button look="quiet" {...rest}>
      {text}
      <Icon name="chevronDown" />
    </Button>
  );
}
