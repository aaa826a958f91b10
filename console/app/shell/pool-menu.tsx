import { useState } from 'react';
import {
  PausePoolDocument,
  PoolsDocument,
  ResumePoolDocument,
  ShutdownPoolDocument,
  type ShutdownMode,
} from '../../../src/generated/graphql';
import { useLive } from '../../../src/sdk/react/react';
import { serverFolder } from '../base';
import { label } from '../data/format';
import { useShownPool } from '../data/pool-view';
import { client } from '../data/session';
import { useAction } from '../data/use-action';
import { useCan } from '../data/use-can';
import { StatusDot } from '../ui/badge';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { HiddenText } from '../ui/hidden-text';
import { Icon } from '../ui/icon';
import { Menu, MenuChoice, MenuItem } from '../ui/menu';
import { toneOf } from '../ui/tone';

/** The pool and its status; in its menu what can be done with it, and the other pools. */
export function PoolMenu() {
  const { data } = useShownPool();
  const [stopping, setStopping] = useState<ShutdownMode | null>(null);
  const input = { pool: client.pool };
  const pause = useAction(PausePoolDocument, { done: () => 'The pool is paused: nothing new is assigned.' });
  const resume = useAction(ResumePoolDocument, { done: () => 'The pool runs again.' });
  const shutdown = useAction(ShutdownPoolDocument, { done: () => 'The pool shuts down.' });
  const canShutDown = useCan('shutdownPool').reason;
  const status = data?.status ?? null;
  return (
    <>
      <Menu
        trigger={
          <Button look="quiet">
            <StatusDot tone={status === null ? 'plain' : toneOf(status)} />
            <HiddenText>Pool</HiddenText>
            {client.pool}
            {status !== null && <span style={{ color: 'var(--text-faint)', fontWeight: 400 }}>{label(status)}</span>}
            <Icon name="chevronDown" />
          </Button>
        }
      >
        <MenuItem disabledReason={useCan('pausePool').reason} onSelect={() => void pause.run({ input })}>
          Pause the pool
        </MenuItem>
        <MenuItem disabledReason={useCan('resumePool').reason} onSelect={() => void resume.run({ input })}>
          Resume the pool
        </MenuItem>
        <MenuItem isDanger disabledReason={canShutDown} onSelect={() => setStopping('DRAIN')}>
          Shut down, after what runs…
        </MenuItem>
        <MenuItem isDanger disabledReason={canShutDown} onSelect={() => setStopping('NOW')}>
          Shut down now…
        </MenuItem>
        <OtherPools />
      </Menu>
      <ConfirmDialog
        target={stopping}
        title={() => `Shut down the pool ${client.pool}?`}
        description={(mode) =>
          mode === 'DRAIN'
            ? 'Running attempts may finish for 30 seconds; what waits is kept. Then all agents leave.'
            : 'Everything that runs or waits is cancelled, and all agents leave. That cannot be taken back.'
        }
        verb="Shut down"
        onConfirm={(mode) => void shutdown.run({ input: { ...input, mode } })}
        onClose={() => setStopping(null)}
      />
    </>
  );
}

/** Read while the menu is open. Another pool is another page: its own client, feed and figures. */
function OtherPools() {
  const { data } = useLive(PoolsDocument, {}, { kinds: ['POOL'] });
  const pools = data?.pools ?? [];
  if (pools.length < 2) return null;
  return (
    <MenuChoice
      label="Pools"
      value={client.pool}
      choices={pools.map(({ name }) => ({ value: name, text: name }))}
      onChange={(name) =>
        window.location.assign(`${serverFolder.href}?${new URLSearchParams({ pool: name }).toString()}`)
      }
    />
  );
}
