import { useEffect, type ReactNode } from 'react';
import { PoolError } from '../../../src/sdk/client';
import { useConnection } from '../../../src/sdk/react/react';
import { observeServerTime } from '../data/clock';
import { usePoolView } from '../data/pool-view';
import { ErrorNotice } from '../ui/error-notice';
import { Skeleton } from '../ui/skeleton';
import { NoPool } from './no-pool';
import { WholePage } from './whole-page';

/** Shows a view where there is a pool, and else what is in the way. A view that was there stays while the server is away. */
export function PoolGate({ children }: { readonly children: ReactNode }) {
  const { data, error } = usePoolView();
  const connection = useConnection();
  const at = data?.metrics.at;
  useEffect(() => {
    if (at !== undefined) observeServerTime(at);
  }, [at]);
  if (error instanceof PoolError && error.code === 'NOT_FOUND') return <NoPool />;
  if (data !== null) return children;
  if (error instanceof PoolError && error.code === 'UNREACHABLE') {
    return (
      <WholePage title="The server does not answer" isNews>
        <p>This page goes on by itself as soon as it does.</p>
      </WholePage>
    );
  }
  const problem = error ?? connection.error;
  return (
    <WholePage title={problem === null ? 'Reading the pool' : 'The pool could not be read'}>
      {problem === null ? <Skeleton lines={4} /> : <ErrorNotice error={problem} />}
    </WholePage>
  );
}
