import { key, text, url, whole } from './key.js';

/** What operators are shown beyond the log and /metrics. */
export const OBSERVABILITY_KEYS = {
  slowOperationMs: key(
    whole(0, 3_600_000),
    1_000,
    'ms',
    'Operations that take longer are logged as `operation.slow`; 0 turns it off',
  ),
  profileSeconds: key(
    whole(1, 60),
    10,
    'seconds',
    'How long the CPU profile is that the signal SIGUSR2 takes of the running server, into `profiles` in the data directory',
  ),
  otlpEndpoint: key<string | null>(
    url(),
    null,
    'address',
    'Collector for traces, over OTLP/HTTP (`/v1/traces` is added); without it nothing of tracing is loaded',
    { env: 'OTEL_EXPORTER_OTLP_ENDPOINT', shown: 'none' },
  ),
  otlpServiceName: key(text, 'coordination-pool', 'name', 'The `service.name` of its traces', {
    env: 'OTEL_SERVICE_NAME',
  }),
} as const;
