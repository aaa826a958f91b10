/*
 * Counters and histograms that cost next to nothing to add to: whoever adds keeps the series, and the text is made when
 * somebody asks for it. Names, units and form are those of Prometheus.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */

/** One name at /metrics, with all its series. Labels must be bounded: nothing is ever forgotten. */
export interface Family {
  readonly name: string;
  text(): string;
}

/** Adds one or more to a count. */
export interface Count {
  add(times?: number): void;
}

export interface Timing {
  /** Something took so many milliseconds, `times` over; it is shown in seconds. */
  took(ms: number, times?: number): void;
}

abstract class Labelled<Series> implements Family {
  readonly name: string;
  readonly #help: string;
  readonly #labels: readonly string[];
  readonly #series = new Map<string, { readonly labels: string; readonly series: Series }>();

  constructor(name: string, help: string, labels: readonly string[]) {
    this.name = name;
    this.#help = help;
    this.#labels = labels;
  }

  /** The series of these values, in the order of the labels. */
  of(...values: readonly string[]): Series {
    const key = values.length === 1 ? (values[0] as string) : values.join('\n');
    let known = this.#series.get(key);
    if (known === undefined) {
      const labels = this.#labels.map((label, i) => `${label}="${escaped(values[i] ?? '')}"`).join(',');
      known = { labels, series: this.make() };
      this.#series.set(key, known);
    }
    return known.series;
  }

  text(): string {
    const lines = [`# HELP ${this.name} ${this.#help}`, `# TYPE ${this.name} ${this.kind}`];
    for (const { labels, series } of this.#series.values()) lines.push(...this.lines(labels, series));
    return `${lines.join('\n')}\n`;
  }

  protected abstract readonly kind: string;
  protected abstract make(): Series;
  protected abstract lines(labels: string, series: Series): readonly string[];
}

class Total implements Count {
  value = 0;

  add(times = 1): void {
    this.value += times;
  }
}

/** A counter. */
export class Tally extends Labelled<Total> {
  protected readonly kind = 'counter';

  protected make(): Total {
    return new Total();
  }

  protected lines(labels: string, { value }: Total): readonly string[] {
    return [sample(this.name, labels, value)];
  }
}

class Buckets implements Timing {
  readonly counts: number[];
  sum = 0;
  readonly #bounds: readonly number[];

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.counts = new Array<number>(bounds.length + 1).fill(0);
  }

  took(ms: number, times = 1): void {
    const seconds = ms / 1_000;
    let bucket = 0;
    while (bucket < this.#bounds.length && seconds > (this.#bounds[bucket] as number)) bucket += 1;
    this.counts[bucket] = (this.counts[bucket] as number) + times;
    this.sum += seconds * times;
  }
}

/** A histogram of durations; `bounds` in seconds, rising. */
export class Durations extends Labelled<Buckets> {
  protected readonly kind = 'histogram';
  readonly #bounds: readonly number[];

  constructor(name: string, help: string, labels: readonly string[], bounds: readonly number[]) {
    super(name, help, labels);
    this.#bounds = bounds;
  }

  protected make(): Buckets {
    return new Buckets(this.#bounds);
  }

  protected lines(labels: string, { counts, sum }: Buckets): readonly string[] {
    let below = 0;
    const buckets = counts.map((count, i) => {
      below += count;
      const bound = `le="${i < this.#bounds.length ? String(this.#bounds[i]) : '+Inf'}"`;
      return sample(`${this.name}_bucket`, labels === '' ? bound : `${labels},${bound}`, below);
    });
    return [...buckets, sample(`${this.name}_sum`, labels, sum), sample(`${this.name}_count`, labels, below)];
  }
}

function sample(name: string, labels: string, value: number): string {
  return `${name}${labels === '' ? '' : `{${labels}}`} ${String(value)}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
