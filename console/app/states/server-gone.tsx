import { useLocalNow } from '../data/clock';
import { age } from '../data/format';
import { serverFolder } from '../base';
import { BarePage } from './whole-page';

/** The server has not answered since the page was opened; it is asked again by itself. */
export function ServerGone({ sinceMs }: { readonly sinceMs: number }) {
  const now = useLocalNow();
  return (
    <BarePage title="The server does not answer" isNews>
      <p>
        Nothing answers at <code>{serverFolder.href}</code>. Is it running? This page goes on by itself as soon as it
        does.
      </p>
      <p aria-hidden="true">Trying for {age(now - sinceMs)}</p>
    </BarePage>
  );
}
