import { PoolError } from '../../../src/sdk/client';
import { serverFolder } from '../base';
import type { Caller } from '../data/admission';
import { client, hasKey, signOut } from '../data/session';
import { errorText } from '../data/use-action';
import { Button } from '../ui/button';
import { BarePage, WholePage } from './whole-page';

/** Roles that may look at a pool, as far as a person needs to be told. */
const LOOKERS = 'viewer, submitter, operator or admin';

/** The server did not say who asks: it refused the page as a whole. */
export function NotAllowed({ error }: { readonly error: Error }) {
  const isForbidden = error instanceof PoolError && error.code === 'FORBIDDEN';
  return (
    <BarePage
      title={isForbidden ? 'Not allowed' : 'The server refused'}
      icon="lock"
      tone="warn"
      actions={<OtherKey />}
      detail={errorText(error)}
    >
      <p>
        The server did not let this page in at <code>{serverFolder.host}</code>.
      </p>
    </BarePage>
  );
}

/** The server knows who asks, and does not let him see this pool. Says which he may see. */
export function PoolNotAllowed({ error, caller }: { readonly error: Error; readonly caller: Caller }) {
  const { name, roles, pools } = caller;
  const isElsewhere = pools != null && !pools.includes(client.pool);
  return (
    <WholePage
      title="Not allowed"
      icon="lock"
      tone="warn"
      isNews
      actions={
        <>
          {isElsewhere && pools.map((pool) => <PoolLink key={pool} pool={pool} />)}
          <OtherKey />
        </>
      }
      detail={errorText(error)}
    >
      {isElsewhere ? (
        <p>
          The key {name} is not for the pool <code>{client.pool}</code>.{' '}
          {pools.length > 0 ? 'These it may see:' : 'It may see none.'}
        </p>
      ) : (
        <p>
          The key {name} has the role {roles.join(', ')}. To look at a pool takes {LOOKERS}.
        </p>
      )}
    </WholePage>
  );
}

/** Another pool is another page: its own client, feed and figures. */
function PoolLink({ pool }: { readonly pool: string }) {
  const open = (): void => {
    window.location.assign(`${serverFolder.href}?${new URLSearchParams({ pool }).toString()}`);
  };
  return (
    <Button look="primary" onClick={open}>
      Open {pool}
    </Button>
  );
}

function OtherKey() {
  return hasKey() ? <Button onClick={signOut}>Sign in with another key</Button> : null;
}
