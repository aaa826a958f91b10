import { RouterProvider } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { PoolProvider } from '../../src/sdk/react/react';
import { admission } from './data/admission';
import { CallerProvider } from './data/caller';
import { client } from './data/session';
import { router } from './router';
import { NotAllowed } from './states/not-allowed';
import { ServerGone } from './states/server-gone';
import { SignIn } from './states/sign-in';
import { Starting } from './states/starting';
import { TooltipProvider } from './ui/tooltip';

/** A page that is opened shows what happened just before too. A record has one event or two, and the store keeps 1,000. */
const RECENT_RECORDS = 300;

/** The whole page: nothing of a pool is asked before it is known who asks. */
export function Console() {
  const state = useSyncExternalStore(admission.subscribe, admission.get);
  switch (state.kind) {
    case 'asking':
      return (
        <main>
          <Starting />
        </main>
      );
    case 'gone':
      return <ServerGone sinceMs={state.sinceMs} />;
    case 'unauthenticated':
      return <SignIn />;
    case 'refused':
      return <NotAllowed error={state.error} />;
    case 'admitted':
      return (
        <CallerProvider value={state.caller}>
          <PoolProvider client={client} recentRecords={RECENT_RECORDS}>
            <TooltipProvider>
              <RouterProvider router={router} />
            </TooltipProvider>
          </PoolProvider>
        </CallerProvider>
      );
  }
}
