import { createRequire } from 'node:module';

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value?: string;
}

interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly metrics: readonly Sample[];
}

// It comes without types.
const require = createRequire(import.meta.url);
const parse = require('parse-prometheus-text-format') as (text: string) => readonly Family[];

/** What a Prometheus would read at /metrics. */
export class Exposition {
  readonly #families: readonly Family[];
  readonly #series: readonly Family[];

  constructor(text: string) {
    this.#families = parse(text);
    // Of a histogram the parser keeps no labels; as plain series it does.
    this.#series = parse(text.replace(/^# TYPE .* histogram$/gm, ''));
  }

  static async of(url: string): Promise<Exposition> {
    const response = await fetch(`${url}/metrics`);
    return new Exposition(await response.text());
  }

  /** Of families, with what Prometheus makes of histograms. */
  get names(): ReadonlySet<string> {
    return new Set(
      this.#families.flatMap(({ name, type }) =>
        type === 'HISTOGRAM' || type === 'SUMMARY' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
      ),
    );
  }

  get families(): readonly { readonly name: string; readonly type: string; readonly help: string }[] {
    return this.#families;
  }

  /** Every set of labels that a family has. */
  labelsOf(name: string): readonly Readonly<Record<string, string>>[] {
    return this.#samples(name).map(({ labels = {} }) => labels);
  }

  /** The value with exactly these labels; NaN where there is none. */
  value(name: string, labels: Readonly<Record<string, string>> = {}): number {
    return Number(this.#sample(name, labels)?.value ?? NaN);
  }

  /** How many a histogram has counted. */
  count(name: string, labels: Readonly<Record<string, string>> = {}): number {
    return this.value(`${name}_count`, labels);
  }

  #samples(name: string) {
    return this.#series.flatMap((family) => (family.name === name ? family.metrics : []));
  }

  #sample(name: string, labels: Readonly<Record<string, string>>) {
    const wanted = Object.entries(labels);
    return this.#samples(name).find(
      ({ labels: has = {} }) =>
        Object.keys(has).length === wanted.length && wanted.every(([label, value]) => has[label] === value),
    );
  }
}
