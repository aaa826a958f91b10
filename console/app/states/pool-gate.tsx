import { useEffect, type ReactNode } from 'react';
import { PoolError } from '../../../src/sdk/client';
import { useConnection } from '../../../src/sdk/react/react';
import { serverFolder } from '../base';
import { useCaller } from '../data/caller';
import { observeServerTime } from '../data/clock';
import { usePoolView } from '../data/pool-view';
import { errorText } from '../data/use-action';
import { Button } from '../ui/button';
import { Skeleton } from '../ui/skeleton';
import { NoPool } from './no-pool';
import { PoolNotAllowed } from './not-allowed';
import { WholePage } from './whole-page';

/** Shows a view where there is a pool, and else what is in the way. A view that was there stays while the server is away. */
export function PoolGate({ children }: { readonly children: ReactNode }) {
  const { data, error } = usePoolView();
  const connection = useConnection();
  const caller = useCaller();
  const at = data?.metrics.at;
  useEffect(() => {
    if (at !== undefined) observeServerTime(at);
  }, [at]);
  const code = error instanceof PoolError ? error.code : null;
  if (code === 'NOT_FOUND') return <NoPool />;
  // Rights can be taken away while the page is open; what was seen before is not his to see any longer.
  if (error !== null && code === 'FORBIDDEN') return <PoolNotAllowed error={error} caller={caller} />;
  if (data !== null) return children;
  if (code === 'UNREACHABLE') {
    return (
      <WholePage title="The server does not answer" icon="unplugged" tone="bad" isNews detail={serverFolder.href}>
        <p>This page goes on by itself as soon as it does.</p>
      </WholePage>
    );
  }
  const problem = error ?? connection.error;
  if (problem === null) return <Skeleton lines={8} />;
  return (
    <WholePage
      title="The pool could not be read"
      icon="warning"
      tone="bad"
      isNews
      actions={<Button onClick={() => window.location.reload()}>Load the page anew</Button>}
      detail={errorText(problem)}
    >
      <p>The server answers, but not with the pool. It is asked again by itself.</p>
    </WholePage>
  );
}
