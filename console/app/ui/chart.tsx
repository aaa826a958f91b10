import { useEffect, useId, useRef, useState } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import styles from './chart.module.css';
import type { Tone } from './tone';

export interface Line {
  readonly name: string;
  readonly tone: Tone;
  /** A limit rather than a measurement: drawn in dashes, so it is told from the others without its colour. */
  readonly isBound?: boolean;
}

interface ChartProps {
  readonly title: string;
  /** The same list until another chart is wanted. */
  readonly lines: readonly Line[];
  /** Instants in seconds since the epoch, then the values of each line; null where nothing was measured. */
  readonly data: readonly (readonly (number | null)[])[];
}

const HEIGHT = 130;
/** All charts of the page have one crosshair. */
const SYNC = 'console';

/** Lines over time. uPlot gets its data directly: React draws nothing again for a new point. The newest values stand in the legend as text. */
export function Chart({ title, lines, data }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const newest = useRef(data);
  const id = useId();
  const scheme = useColorScheme();
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const made = new UPlot(optionsFor(element, lines), newest.current as UPlot.AlignedData, element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [lines, scheme]);
  useEffect(() => {
    newest.current = data;
    plot.current?.setData(data as UPlot.AlignedData);
  }, [data]);
  return (
    <figure className={styles.chart} aria-labelledby={id}>
      <figcaption className={styles.caption}>
        <span id={id}>{title}</span>
        <span className={styles.legend}>
          {lines.map(({ name, tone, isBound }, index) => (
            <span key={name} className={styles.entry}>
              <span className={styles.swatch} data-tone={tone} data-bound={isBound || undefined} aria-hidden="true" />
              {name} {text(data[index + 1]?.at(-1))}
            </span>
          ))}
        </span>
      </figcaption>
      <div ref={place} className={styles.plot} aria-hidden="true" />
    </figure>
  );
}

const text = (value: number | null | undefined): string =>
  value == null ? '–' : Number.isInteger(value) ? String(value) : value.toFixed(1);

function optionsFor(element: HTMLElement, lines: readonly Line[]): UPlot.Options {
  const colours = getComputedStyle(element);
  const colour = (name: string): string => resolved(element, colours.getPropertyValue(name));
  const axis = {
    stroke: colour('--text-faint'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
    font: `11px ${colours.fontFamily}`,
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { sync: { key: SYNC }, drag: { x: false, y: false }, points: { size: 6 } },
    scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] } },
    axes: [
      { ...axis, space: 70 },
      { ...axis, size: 44 },
    ],
    series: [
      {},
      ...lines.map(({ name, tone, isBound }) => ({
        label: name,
        stroke: colour(TONE_COLOURS[tone]),
        width: 1.5,
        points: { show: false },
        ...(isBound === true && { dash: [4, 4] }),
      })),
    ],
  };
}

const TONE_COLOURS: Readonly<Record<Tone, string>> = {
  good: '--good-mark',
  warn: '--warn-mark',
  bad: '--bad-mark',
  accent: '--accent',
  plain: '--plain-mark',
};

/** A canvas does not know `light-dark()`: what it comes to on this element. */
function resolved(element: HTMLElement, colour: string): string {
  const before = element.style.color;
  element.style.color = colour;
  const computed = getComputedStyle(element).color;
  element.style.color = before;
  return computed;
}

/** Changes whenever the colours do: by the system's choice or by that of the page. */
function useColorScheme(): string {
  const [scheme, setScheme] = useState(schemeNow);
  useEffect(() => {
    const look = (): void => setScheme(schemeNow());
    const media = window.matchMedia('(prefers-color-scheme: dark)');
    media.addEventListener('change', look);
    const observer = new MutationObserver(look);
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      media.removeEventListener('change', look);
      observer.disconnect();
    };
  }, []);
  return scheme;
}

function schemeNow(): string {
  const isDark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  return document.documentElement.dataset.theme ?? (isDark ? 'dark' : 'light');
}
