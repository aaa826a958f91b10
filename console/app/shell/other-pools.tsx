import { PoolsDocument } from '../../../src/generated/graphql';
import { useLive } from '../../../src/sdk/react/react';
import { serverFolder } from '../base';
import { words } from '../data/format';
import { client } from '../data/session';
import { MenuChoice } from '../ui/menu';

/** The pools of the server, where there are several. Read while the menu is open. Another is another page: its own client, feed and figures. */
export function OtherPools() {
  const { data } = useLive(PoolsDocument, {}, { kinds: ['POOL'] });
  const pools = data?.pools ?? [];
  if (pools.length < 2) return null;
  return (
    <MenuChoice
      label="Pools"
      value={client.pool}
      choices={pools.map(({ name, status, health }) => ({
        value: name,
        text: `${name}, ${words(status)}${health === 'DEGRADED' ? ', degraded' : ''}`,
      }))}
      onChange={(name) =>
        window.location.assign(`${serverFolder.href}?${new URLSearchParams({ pool: name }).toString()}`)
      }
    />
  );
}
