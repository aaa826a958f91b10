import { client } from '../data/session';
import { InitializeForm } from './initialize-form';
import { WholePage } from './whole-page';

/** The server runs, and has no pool of this name. */
export function NoPool() {
  return (
    <WholePage
      title="There is no pool yet"
      icon="pool"
      tone="accent"
      isNews
      actions={<InitializeForm verb="Initialise the pool" />}
    >
      <p>
        The server runs, but has no pool <code>{client.pool}</code>. Start one, and its agents with it.
      </p>
    </WholePage>
  );
}
