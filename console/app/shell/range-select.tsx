import { useNavigate } from '@tanstack/react-router';
import { RANGES, readRange, useRange } from '../data/range';
import styles from './range-select.module.css';

/** How far back charts reach. It stands in the address. */
export function RangeSelect() {
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
      className={styles.select}
      aria-label="Time range of charts"
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
