import { useNavigate } from '@tanstack/react-router';
import { RANGES, readRange, useRange } from '../data/range';
import { classNames } from '../ui/class-names';
import styles from './range-select.module.css';

/** How far back charts and events reach. It stands in the address. Where the bar has no room for it, another place has. */
export function RangeSelect({ isNarrowOnly = false }: { readonly isNarrowOnly?: boolean }) {
  const navigate = useNavigate();
  const { range } = useRange();
  const choose = (value: string): void => {
    void navigate({
      to: '.',
      replace: true,
      search: ({ range: _, ...rest }: Readonly<Record<string, unknown>>) => ({
        ...rest,
        range: undefined,
        ...readRange(value),
      }),
    });
  };
  return (
    <select
      className={classNames(styles.select, isNarrowOnly ? styles.narrowOnly : styles.wideOnly)}
      aria-label="Time range of charts and events"
      value={range}
      onChange={(event) => choose(event.target.value)}
    >
      {Object.keys(RANGES).map((each) => (
        <option key={each} value={each}>
          {each.replace('m', ' min')}
        </option>
      ))}
    </select>
  );
}
