import { DEFAULT_INPUT_LIMITS as DEFAULTS } from '../core/input-limits.js';
import { key, whole } from './key.js';

/** Larger ones no agent's pipe and no row of the log is made for. */
const MOST_BYTES = 8 * 1024 * 1024;

/** What callers and agents may send: the fields of `InputLimits`. */
export const INPUT_KEYS = {
  maxPayloadBytes: key(
    whole(1_024, MOST_BYTES),
    DEFAULTS.maxPayloadBytes,
    'bytes',
    'Largest payload as JSON (`PAYLOAD_TOO_LARGE` beyond); where it is set, at most `--max-body-bytes` and `--max-message-bytes`',
  ),
  maxResultBytes: key(whole(1_024, MOST_BYTES), DEFAULTS.maxResultBytes, 'bytes', 'The same for the result of a task'),
  // Not below what the schema gives to whom names none: such a submission would be refused for a number it never said.
  maxAttempts: key(
    whole(3, 100),
    DEFAULTS.maxAttempts,
    'number',
    'Most attempts that a submission may ask for; at least 3, which is what it gets where it asks for none. This and what follows are `BAD_USER_INPUT` beyond',
  ),
  minTimeoutMs: key(
    whole(1, 3_600_000),
    DEFAULTS.minTimeoutMs,
    'ms',
    'Shortest attempt timeout that a submission may ask for',
  ),
  // Not below what the schema gives to whom names none, again.
  maxPage: key(
    whole(100, 10_000),
    DEFAULTS.maxPage,
    'number',
    'Longest page (`first`); at least 100, the longest that the schema gives where none is asked for. Long ones need more `--max-answer-values` too',
  ),
  maxNameLength: key(whole(1, 1_000), DEFAULTS.maxNameLength, 'characters', 'Longest name of an agent'),
  maxSkillLength: key(whole(1, 1_000), DEFAULTS.maxSkillLength, 'characters', 'Longest skill'),
  maxSkills: key(
    whole(1, 1_000),
    DEFAULTS.maxSkills,
    'number',
    'Most skills of an agent, and most that a task requires',
  ),
  maxIdempotencyKeyLength: key(
    whole(1, 1_000),
    DEFAULTS.maxIdempotencyKeyLength,
    'characters',
    'Longest idempotency key',
  ),
  maxReasonLength: key(
    whole(1, 100_000),
    DEFAULTS.maxReasonLength,
    'characters',
    'Longest reason, failure message or note; what a PROCESS agent says beyond is cut',
  ),
  maxSearchLength: key(whole(1, 10_000), DEFAULTS.maxSearchLength, 'characters', 'Longest text to search tasks for'),
} as const;
