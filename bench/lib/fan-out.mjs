import { startOurs, startPeer } from './graphql-servers.mjs';

/** Who publishes to subscribers, by the name in the tables. The floor knows no filters. */
export const FAN_OUT_SERVERS = [
  { name: 'ours', start: (options) => startOurs({ agents: 0, ...options }) },
  { name: 'graphql-ws', start: (options) => startPeer({ server: 'apollo-express', ...options }) },
  { name: 'graphql-yoga', start: (options) => startPeer({ server: 'yoga', ...options }) },
  { name: 'Mercurius', start: (options) => startPeer({ server: 'mercurius', ...options }) },
  {
    name: 'ws alone, one string for all',
    start: (options) => startPeer({ server: 'ws-broadcast', ...options }),
    isFloor: true,
  },
];

/** Types of events that a measured one is none of. */
const OTHERS = ['STARTED', 'PROGRESSED', 'ATTEMPT_FAILED', 'RETRY_SCHEDULED', 'COMPLETED', 'FAILED', 'CANCELLED'];

/** So many different filters, up to 128; a submission passes each of them. */
export function differentFilters(count) {
  return Array.from({ length: count }, (_, i) => ({
    types: ['SUBMITTED', ...OTHERS.filter((_type, bit) => (i >> bit) & 1)],
  }));
}
