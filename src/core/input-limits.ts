/**
 * Bounds on what callers and agents may send, the same on every way in. Configured, checked at start and frozen. They
 * hold for what comes in: what is in the log already stays as it was taken.
 */
export interface InputLimits {
  /** Of the JSON in UTF-8, as for results. */
  readonly maxPayloadBytes: number;
  readonly maxResultBytes: number;
  /** What a submission may ask for. */
  readonly maxAttempts: number;
  /** Shortest timeout of an attempt that a submission may ask for. */
  readonly minTimeoutMs: number;
  /** `first` of every list that is read in pages. */
  readonly maxPage: number;
  /** Lengths are in characters. */
  readonly maxNameLength: number;
  readonly maxSkillLength: number;
  /** Of an agent, and of what a task requires. */
  readonly maxSkills: number;
  readonly maxIdempotencyKeyLength: number;
  /** Reasons, failure messages and notes: sentences for people. */
  readonly maxReasonLength: number;
  readonly maxSearchLength: number;
}

export const DEFAULT_INPUT_LIMITS: InputLimits = Object.freeze({
  maxPayloadBytes: 256 * 1024,
  maxResultBytes: 256 * 1024,
  maxAttempts: 10,
  minTimeoutMs: 50,
  maxPage: 200,
  maxNameLength: 100,
  maxSkillLength: 64,
  maxSkills: 64,
  maxIdempotencyKeyLength: 256,
  maxReasonLength: 2_000,
  maxSearchLength: 256,
});

/** Those of something larger, such as the configuration, and nothing else of it; frozen. */
export function inputLimitsOf(all: InputLimits): InputLimits {
  const names = Object.keys(DEFAULT_INPUT_LIMITS) as (keyof InputLimits)[];
  return Object.freeze(Object.fromEntries(names.map((name) => [name, all[name]])) as Record<keyof InputLimits, number>);
}
