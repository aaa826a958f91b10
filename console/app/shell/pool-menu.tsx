import { useState } from 'react';
import { PausePoolDocument, ResumePoolDocument, type ShutdownMode } from '../../../src/generated/graphql';
import { ShutdownDialog } from '../actions/shutdown-dialog';
import { SpawnAgentDialog } from '../actions/spawn-agent-dialog';
import { label } from '../data/format';
import { useShownPool } from '../data/pool-view';
import { client } from '../data/session';
import { useAction } from '../data/use-action';
import { useCan } from '../data/use-can';
import { InitializeForm } from '../states/initialize-form';
import { StatusDot } from '../ui/badge';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { HiddenText } from '../ui/hidden-text';
import { Icon } from '../ui/icon';
import { Menu, MenuItem } from '../ui/menu';
import { toneOf } from '../ui/tone';
import { OtherPools } from './other-pools';
import styles from './pool-menu.module.css';

type Opened = 'initialize' | 'spawn' | ShutdownMode;

/** The pool and its status; in its menu what can be done with it, and the other pools. */
export function PoolMenu() {
  const { data } = useShownPool();
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const input = { pool: client.pool };
  const pause = useAction(PausePoolDocument, { done: () => 'The pool is paused: nothing new is assigned.' });
  const resume = useAction(ResumePoolDocument, { done: () => 'The pool runs again.' });
  const canShutDown = useCan('shutdownPool').reason;
  const status = data?.status ?? null;
  return (
    <>
      <Menu
        trigger={
          <Button look="quiet" className={styles.pool}>
            <StatusDot tone={status === null ? 'plain' : toneOf(status)} />
            <HiddenText>Pool</HiddenText>
            <span className={styles.name}>{client.pool}</span>
            {status !== null && <span className={styles.status}>{label(status)}</span>}
            <Icon name="chevronDown" />
          </Button>
        }
      >
        <MenuItem disabledReason={useCan('initializePool').reason} onSelect={() => setOpened('initialize')}>
          {status === 'STOPPED' ? 'Start the pool…' : 'Fill up with agents…'}
        </MenuItem>
        <MenuItem disabledReason={useCan('spawnAgent').reason} onSelect={() => setOpened('spawn')}>
          Spawn an agent…
        </MenuItem>
        <MenuItem disabledReason={useCan('pausePool').reason} onSelect={() => void pause.run({ input })}>
          Pause the pool
        </MenuItem>
        <MenuItem disabledReason={useCan('resumePool').reason} onSelect={() => void resume.run({ input })}>
          Resume the pool
        </MenuItem>
        <MenuItem isDanger disabledReason={canShutDown} onSelect={() => setOpened('DRAIN')}>
          Shut down, after what runs…
        </MenuItem>
        <MenuItem isDanger disabledReason={canShutDown} onSelect={() => setOpened('NOW')}>
          Shut down now…
        </MenuItem>
        <OtherPools />
      </Menu>
      <Dialog
        isOpen={opened === 'initialize'}
        onClose={close}
        title={status === 'STOPPED' ? 'Start the pool' : 'Fill up with agents'}
        description="Agents are added until it has as many. It takes none away."
      >
        <InitializeForm verb={status === 'STOPPED' ? 'Start' : 'Fill up'} onDone={close} />
      </Dialog>
      <SpawnAgentDialog isOpen={opened === 'spawn'} onClose={close} />
      <ShutdownDialog mode={opened === 'DRAIN' || opened === 'NOW' ? opened : null} onClose={close} />
    </>
  );
}
