import { useState } from 'react';
import { SetDependencyStatusDocument, type DependencySetting } from '../../../src/generated/graphql';
import type { PoolHealthView } from '../../../src/sdk/react/react';
import { label } from '../data/format';
import { client } from '../data/session';
import { useAction } from '../data/use-action';
import { useCan } from '../data/use-can';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Icon } from '../ui/icon';
import { Menu, MenuItem } from '../ui/menu';
import styles from './dependencies.module.css';

export type ShownDependency = NonNullable<PoolHealthView['data']>['dependencies'][number];

interface DependencyActionsProps {
  readonly dependency: ShownDependency;
  /** With the likeliest one as a button of its own. */
  readonly isBanner?: boolean;
}

/** Probes a dependency at once, or holds it up or down by hand. */
export function DependencyActions({ dependency, isBanner = false }: DependencyActionsProps) {
  const { name, status, overridden } = dependency;
  const [held, setHeld] = useState<ShownDependency | null>(null);
  const { reason } = useCan('setDependencyStatus');
  const { run, isPending } = useAction(SetDependencyStatusDocument, {
    done: ({ setDependencyStatus: { dependency: now } }) =>
      `${now.name} is ${now.status === 'UP' ? 'up' : 'down'}${now.overridden ? ', held by hand' : ''}.`,
  });
  const set = (setting: DependencySetting, of = name): void =>
    void run({ input: { pool: client.pool, name: of, status: setting } });
  const probe = overridden ? 'Back to its probe' : 'Probe now';
  const no = (isSo: boolean, why: string): string | null => reason ?? (isSo ? why : null);
  return (
    <span className={styles.actions}>
      {isBanner && (
        <Button size="small" disabledReason={reason} isPending={isPending} onClick={() => set('AUTO')}>
          {probe}
        </Button>
      )}
      <Menu
        trigger={
          <Button look="quiet" size="small" isSquare aria-label={`Actions for ${name}`}>
            <Icon name="more" />
          </Button>
        }
      >
        <MenuItem disabledReason={reason} onSelect={() => set('AUTO')}>
          {probe}
        </MenuItem>
        <MenuItem
          disabledReason={no(overridden && status === 'UP', 'It is held up already.')}
          onSelect={() => set('UP')}
        >
          Hold it up
        </MenuItem>
        <MenuItem
          isDanger
          disabledReason={no(overridden && status === 'DOWN', 'It is held down already.')}
          onSelect={() => setHeld(dependency)}
        >
          Hold it down…
        </MenuItem>
      </Menu>
      <ConfirmDialog
        target={held}
        title={(of) => `Hold ${of.name} down?`}
        description={({ gatedTypes }) =>
          `${gatedTypes.map(label).join(' and ')} tasks wait, whatever its probe finds, until somebody gives it back.`
        }
        verb="Hold it down"
        onConfirm={(of) => set('DOWN', of.name)}
        onClose={() => setHeld(null)}
      />
    </span>
  );
}
