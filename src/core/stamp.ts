import type { At } from './task.js';

export type IdPrefix = 'task' | 'agent' | 'ctx' | 'tool' | 'mem' | 'lease';

/**
 * What comes with a command from outside the rules: the time, and sources of ids and random numbers.
 * What is drawn ends up in the records, so a fold never draws again.
 */
export interface Stamp extends At {
  /** In [0, 1). */
  random(): number;
  /** A new opaque id; ids of a prefix sort by creation. */
  id(prefix: IdPrefix): string;
}
