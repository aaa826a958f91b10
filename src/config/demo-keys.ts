import { key, onOrOff, whole } from './key.js';

/** A show for whoever wants to see what a pool does, and how it looks. */
export const DEMO_KEYS = {
  demo: key(
    onOrOff(),
    false,
    null,
    'Feeds the default pool with example work, failures and outages, by the example pack and on the files of this package',
  ),
  demoPace: key(whole(1, 60), 1, 'number', 'How many times as fast the demo goes'),
} as const;
