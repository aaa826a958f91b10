import type { AttemptOutcome } from '../../../../src/generated/graphql';
import { label } from '../../data/format';
import { Badge } from '../../ui/badge';
import type { Tone } from '../../ui/tone';

const TONES: Readonly<Record<AttemptOutcome, Tone>> = {
  SUCCEEDED: 'good',
  FAILED: 'bad',
  AGENT_FAILED: 'bad',
  LEASE_EXPIRED: 'bad',
  TIMED_OUT: 'bad',
  CANCELLED: 'warn',
  INTERRUPTED: 'warn',
};

/** The tone of an outcome; that of what goes on where there is none yet. */
export function toneOfOutcome(outcome: AttemptOutcome | null | undefined): Tone {
  return outcome == null ? 'accent' : TONES[outcome];
}

/** What became of an attempt at a glance. */
export function Outcome({ outcome }: { readonly outcome: AttemptOutcome | null | undefined }) {
  return <Badge tone={toneOfOutcome(outcome)}>{outcome == null ? 'Running' : label(outcome)}</Badge>;
}
