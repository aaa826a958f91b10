import { useShownNow } from '../data/paused';
import { age, duration, instantInFull } from '../data/format';
import { HiddenText } from './hidden-text';

/** How long ago something was, ticking: `12 s ago`. The whole instant is in its title. */
export function Time({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={instantInFull(at)}>
      {age(useShownNow() - Date.parse(at))} ago
    </time>
  );
}

/** How long something goes on, ticking: `12 s`. */
export function Age({ since }: { readonly since: string | number }) {
  const sinceMs = typeof since === 'number' ? since : Date.parse(since);
  return <>{age(useShownNow() - sinceMs)}</>;
}

/** A length of time that is over; a dash where there is none. */
export function Duration({ ms }: { readonly ms: number | null | undefined }) {
  return <>{ms == null ? <Nothing /> : duration(ms)}</>;
}

/** Where there is no value: never a zero that was not measured. */
export function Nothing() {
  return (
    <>
      <span aria-hidden="true">–</span>
      <HiddenText>none</HiddenText>
    </>
  );
}
