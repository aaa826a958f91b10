import { useEffect, useId, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { timeOfDay } from '../data/format';
import styles from './chart.module.css';
import { chartOptions, type ChartShape } from './chart-options';
import { useColorScheme } from './use-color-scheme';

/** Instants in seconds since the epoch, then the values of each line; null where nothing was measured. */
export type Columns = readonly (readonly (number | null)[])[];

/** Where a chart has its data from, outside of React. */
export interface ChartSource {
  readonly get: () => Columns;
  /** Told at most 10 times a second. Gives what ends that. */
  readonly subscribe: (listener: () => void) => () => void;
}

interface ChartProps extends ChartShape {
  readonly title: string;
  /** The same object until other data is wanted. */
  readonly source: ChartSource;
  readonly format: (value: number) => string;
}

/**
 * Lines over time. uPlot gets its data from the source directly: React draws nothing again for a new point. The legend tells the newest
 * values as text, or those under the crosshair, which all charts of the page share.
 */
export function Chart({ title, lines, source, format, rangeS, tick }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLSpanElement>(null);
  const id = useId();
  const scheme = useColorScheme();
  useEffect(() => {
    const element = place.current;
    const texts = legend.current?.querySelectorAll<HTMLElement>('[data-value]');
    if (element === null || texts === undefined) return undefined;
    const tell = ({ data, cursor }: UPlot): void => {
      const last = data[0].length - 1;
      const at = cursor.idx ?? last;
      texts.forEach((each, column) => {
        const value = column === 0 ? data[0][at] : data[column]?.[at];
        if (column === 0) each.textContent = cursor.idx == null || value == null ? '' : timeOfDay(value * 1_000);
        else each.textContent = value == null ? '–' : format(value);
      });
    };
    const shape = { lines, rangeS, ...(tick !== undefined && { tick }) };
    const plot = new UPlot(chartOptions(element, shape, tell), source.get() as UPlot.AlignedData, element);
    const renew = (): void => {
      plot.setData(source.get() as UPlot.AlignedData);
      tell(plot);
    };
    tell(plot);
    const leave = source.subscribe(renew);
    const observer = new ResizeObserver(() =>
      plot.setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => {
      leave();
      observer.disconnect();
      plot.destroy();
    };
  }, [lines, source, format, rangeS, tick, scheme]);
  return (
    <figure className={styles.chart} aria-labelledby={id}>
      <figcaption className={styles.caption}>
        <span id={id}>{title}</span>
        <span ref={legend} className={styles.legend}>
          <span data-value="" className={styles.at} />
          {lines.map(({ name, tone, isBound }) => (
            <span key={name} className={styles.entry}>
              <span className={styles.swatch} data-tone={tone} data-bound={isBound || undefined} aria-hidden="true" />
              {name} <span data-value="" className={styles.value} />
            </span>
          ))}
        </span>
      </figcaption>
      <div ref={place} className={styles.plot} aria-hidden="true" />
    </figure>
  );
}
