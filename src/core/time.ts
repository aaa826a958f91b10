/** Wall-clock instant, milliseconds since 1970 UTC. Data for people; never used to judge a duration. */
export type EpochMs = number;

/**
 * The engine's own clock in milliseconds: it never goes back, runs on the monotonic clock of the
 * machine, and continues over restarts (by the wall-clock time that passed, never less than zero).
 * Every deadline and duration of the rules is on it.
 */
export type ClockMs = number;
