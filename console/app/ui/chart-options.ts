import type UPlot from 'uplot';
import type { Tone } from './tone';

export interface Line {
  readonly name: string;
  readonly tone: Tone;
  /** A limit rather than a measurement: drawn in dashes, so it is told from the others without its colour. */
  readonly isBound?: boolean;
  /** Tinted down to zero: for the one that matters most. */
  readonly isArea?: boolean;
}

export interface ChartShape {
  /** The same list until another chart is wanted. */
  readonly lines: readonly Line[];
  /** How far it reaches back from its newest point, in seconds, whether there is data for all of it or not. */
  readonly rangeS: number;
  /** How the axis writes a value, in some six characters; left out: `0.5`, `20`, `1.5k`. The same function until another chart is wanted. */
  readonly tick?: (value: number) => string;
}

/** All charts of the page have one crosshair. */
const SYNC = 'console';
const NO_VALUES: readonly number[] = [];

const COLOURS: Readonly<Record<Tone, string>> = {
  good: '--good-mark',
  warn: '--warn-mark',
  bad: '--bad-mark',
  accent: '--accent',
  plain: '--plain-mark',
};

/** What uPlot draws, in the colours that `element` has now. `tell` is called when the crosshair moves. */
export function chartOptions(
  element: HTMLElement,
  { lines, rangeS, tick = short }: ChartShape,
  tell: (plot: UPlot) => void,
): UPlot.Options {
  const computed = getComputedStyle(element);
  const colour = (name: string, share = 100): string =>
    resolved(element, `color-mix(in srgb, ${computed.getPropertyValue(name)} ${String(share)}%, transparent)`);
  const axis = {
    stroke: colour('--text-faint'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
    font: `11px ${computed.fontFamily}`,
  };
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    padding: [6, 6, 0, 0],
    legend: { show: false },
    cursor: { sync: { key: SYNC }, drag: { x: false, y: false }, points: { size: 6 }, y: false },
    hooks: { setCursor: [tell] },
    scales: {
      x: { range: ({ data }) => rangeOf((data[0] as readonly number[] | undefined) ?? NO_VALUES, rangeS) },
      y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] },
    },
    axes: [
      {
        ...axis,
        space: 64,
        size: 24,
        incrs: rangeS <= 60 ? [5, 10, 15, 30] : [60, 120, 300],
        values: (_, splits) => splits.map((at) => clock(at, rangeS)),
      },
      { ...axis, size: 46, space: 26, values: (_, splits) => splits.map((value) => tick(value)) },
    ],
    series: [
      {},
      ...lines.map(({ name, tone, isBound, isArea }) => ({
        label: name,
        stroke: colour(COLOURS[tone]),
        width: 1.5,
        points: { show: false },
        ...(isBound === true && { dash: [4, 4] }),
        ...(isArea === true && { fill: colour(COLOURS[tone], 14) }),
      })),
    ],
  };
}

/** From so long before the newest point to it: a pool that has just begun is not stretched over the whole width. */
function rangeOf(at: readonly number[], rangeS: number): [number, number] {
  const last = at.at(-1) ?? Math.floor(Date.now() / 1_000);
  return [last - rangeS, last];
}

const HOURS = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const SECONDS = new Intl.DateTimeFormat(undefined, { minute: '2-digit', second: '2-digit' });

const clock = (atS: number, rangeS: number): string => (rangeS <= 60 ? SECONDS : HOURS).format(atS * 1_000);

/** `0.5`, `20`, `1.5k`: narrow enough for the axis. */
function short(value: number): string {
  return value >= 1_000 ? `${String(Math.round(value / 100) / 10)}k` : String(Math.round(value * 100) / 100);
}

/**
 * A canvas does not know `light-dark()`: what it comes to on this element. Without a transition, which a page with less motion has on
 * everything and for an instant: until it has begun the colour would be the one before.
 */
function resolved(element: HTMLElement, colour: string): string {
  const { color: before, transition } = element.style;
  element.style.transition = 'none';
  element.style.color = colour;
  const { color } = getComputedStyle(element);
  element.style.color = before;
  element.style.transition = transition;
  return color;
}
