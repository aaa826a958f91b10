import type { AgentState } from './agent.js';
import { backoffMs } from './backoff.js';
import type { ClockMs } from './time.js';

const MAX_RESTARTS = 3;
const RESTART_WINDOW_MS = 60_000;
const TRIAL_FIRST_MS = 60_000;
const TRIAL_CAP_MS = 600_000;
const RESTART_BACKOFF = { baseMs: 500, capMs: 5_000 };

/**
 * When a degraded PROCESS agent is started afresh, and how often its circuit breaker has tripped by
 * then. Up to 3 restarts within 60 s follow a short backoff; after that it stays DEGRADED until one
 * trial restart 60 s later, the next after twice as long, up to 10 min. An agent that has held for
 * longer than the window since its last restart starts from the beginning.
 */
export function restartOf(
  agent: AgentState,
  nowClockMs: ClockMs,
  random: number,
): { restartAtClockMs: ClockMs; trips: number } {
  const recent = agent.restarts.filter((at) => nowClockMs - at < RESTART_WINDOW_MS);
  // After a trial restart the window has passed, so a crash right after it must still count as a trip.
  const onTrial = agent.breakerTrips > 0 && recent.length > 0;
  if (recent.length < MAX_RESTARTS && !onTrial) {
    return { restartAtClockMs: nowClockMs + backoffMs(recent.length + 1, RESTART_BACKOFF, random), trips: 0 };
  }
  const trips = agent.breakerTrips + 1;
  return { restartAtClockMs: nowClockMs + Math.min(TRIAL_CAP_MS, TRIAL_FIRST_MS * 2 ** (trips - 1)), trips };
}
