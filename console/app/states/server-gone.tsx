import { useLocalNow } from '../data/clock';
import { age } from '../data/format';
import { serverFolder } from '../base';
import { Button } from '../ui/button';
import { BarePage } from './whole-page';

/** The server has not answered since the page was opened; it is asked again by itself. */
export function ServerGone({ sinceMs }: { readonly sinceMs: number }) {
  const now = useLocalNow();
  return (
    <BarePage
      title="The server does not answer"
      icon="unplugged"
      tone="bad"
      isNews
      actions={<Button onClick={() => window.location.reload()}>Try now</Button>}
      detail={<span aria-hidden="true">Trying for {age(now - sinceMs)}</span>}
    >
      <p>
        Nothing answers at <code>{serverFolder.href}</code>. Is it running? This page goes on by itself as soon as it
        does.
      </p>
    </BarePage>
  );
}
