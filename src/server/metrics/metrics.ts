import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Coordinator } from '../../engine/coordinator.js';
import type { Figures } from './figures.js';
import { COUNTERS, GAUGES, type PoolFigure } from './pool-figures.js';

/** What /metrics shows, for Prometheus: base units, and labels of which there is a bounded number. */
export interface Metrics {
  readonly contentType: string;
  render(): Promise<string>;
}

export interface MetricsOptions {
  readonly coordinator: Coordinator;
  readonly figures: Figures;
  /** What is open now. */
  readonly open: {
    readonly sockets: () => number;
    readonly socketOperations: () => number;
    readonly eventStreams: () => number;
  };
}

const PREFIX = 'coordination_pool_';

/** What stands is read from the pools when somebody asks; `figures` are kept up as things happen. */
export function createMetrics({ coordinator, figures, open }: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  registerStanding(registers, coordinator);
  const gauge = (name: string, help: string, value: () => number): void => {
    const shown = new Gauge({
      ...{ name: PREFIX + name, help, registers },
      collect: () => {
        shown.set(value());
      },
    });
  };
  gauge('websockets', 'Open WebSocket connections.', open.sockets);
  gauge('websocket_operations', 'Operations on WebSockets that have not ended, subscriptions above all.', () =>
    open.socketOperations(),
  );
  gauge('event_streams', 'Open streams of server-sent events.', open.eventStreams);
  gauge('pools', 'Pools of this server.', () => coordinator.pools().length);
  return {
    contentType: registry.contentType,
    render: async () => `${await registry.metrics()}\n${figures.text()}`,
  };
}

function registerStanding(registers: Registry[], coordinator: Coordinator): void {
  const taken = async ({ figures }: PoolFigure) => {
    const samples: (readonly [labels: Readonly<Record<string, string>>, value: number])[] = [];
    for (const pool of coordinator.pools()) {
      for (const [labels, value] of await figures(pool)) samples.push([{ pool: pool.name, ...labels }, value]);
    }
    return samples;
  };
  for (const figure of GAUGES) {
    const { name, help, labels = [] } = figure;
    const gauge = new Gauge({
      ...{ name: PREFIX + name, help, labelNames: ['pool', ...labels], registers },
      async collect() {
        const samples = await taken(figure);
        gauge.reset();
        for (const [at, value] of samples) gauge.set(at, value);
      },
    });
  }
  for (const figure of COUNTERS) {
    const { name, help, labels = [] } = figure;
    const counter = new Counter({
      ...{ name: PREFIX + name, help, labelNames: ['pool', ...labels], registers },
      async collect() {
        const samples = await taken(figure);
        counter.reset();
        for (const [at, value] of samples) counter.inc(at, value);
      },
    });
  }
}
