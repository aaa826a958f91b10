import { serverFolder } from '../base';
import { useCaller } from '../data/caller';
import { instantInFull } from '../data/format';
import { hasKey, signOut } from '../data/session';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { Menu, MenuItem, MenuText } from '../ui/menu';

/** Who looks, what he may do, and the way out. */
export function CallerMenu() {
  const { name, roles, expiresAt } = useCaller();
  const open = (path: string) => () => window.location.assign(serverFolder.href + path);
  const isOnlooker = roles.every((role) => role === 'viewer');
  return (
    <Menu
      trigger={
        <Button look="quiet" isSquare={!isOnlooker} aria-label={isOnlooker ? 'You, view only' : 'You'}>
          {isOnlooker && <Badge tone="plain">View only</Badge>}
          <Icon name="person" />
        </Button>
      }
    >
      <MenuText>
        {name ?? 'Authentication is off'}
        <br />
        {name != null && roles.join(', ')}
        {expiresAt != null && `, until ${instantInFull(expiresAt)}`}
      </MenuText>
      <MenuItem onSelect={open('metrics')}>Metrics for Prometheus</MenuItem>
      <MenuItem onSelect={open('readyz')}>Readiness</MenuItem>
      {hasKey() && <MenuItem onSelect={signOut}>Sign out</MenuItem>}
    </Menu>
  );
}
