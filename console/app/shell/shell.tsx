import { Outlet, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useConnection } from '../../../src/sdk/react/react';
import { togglePause } from '../data/paused';
import { HelpDialog } from '../keyboard/help-dialog';
import { useShortcuts } from '../keyboard/shortcuts';
import { PoolGate } from '../states/pool-gate';
import { SignIn } from '../states/sign-in';
import { ToastRegion } from '../ui/toast-region';
import { Notices } from './notices';
import styles from './shell.module.css';
import { TopBar } from './top-bar';
import { useArrival } from './use-arrival';

/** What is around every view: the bar at the top, what has to be known at once, the keys. */
export function Shell() {
  const navigate = useNavigate();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const { error } = useConnection();
  useArrival();
  const handlers = useMemo(
    () => ({
      '?': () => setHelpOpen(true),
      p: togglePause,
      'g o': () => void navigate({ to: '/' }),
      'g t': () => void navigate({ to: '/tasks' }),
      'g i': () => void navigate({ to: '/isolation' }),
      '/': () => void searchTasks(() => navigate({ to: '/tasks' })),
    }),
    [navigate],
  );
  useShortcuts(handlers);
  // The credential has ended while the page was open.
  if (error?.code === 'UNAUTHENTICATED') return <SignIn />;
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        Skip to the content
      </a>
      <TopBar onHelp={() => setHelpOpen(true)} />
      <main id="main" tabIndex={-1} className={styles.main}>
        <Notices />
        <PoolGate>
          <Outlet />
        </PoolGate>
      </main>
      <HelpDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
      <ToastRegion />
    </div>
  );
}

/** Puts the cursor into the search field of the tasks, from whatever view. */
async function searchTasks(goToTasks: () => Promise<void>): Promise<void> {
  const focusSearch = (): boolean => {
    const field = document.getElementById('task-search');
    field?.focus();
    return field !== null;
  };
  if (focusSearch()) return;
  await goToTasks();
  // The view draws itself after the address has changed.
  requestAnimationFrame(() => requestAnimationFrame(focusSearch));
}
