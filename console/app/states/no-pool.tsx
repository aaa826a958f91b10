import { client } from '../data/session';
import { InitializeForm } from './initialize-form';
import { WholePage } from './whole-page';

/** The server runs, and has no pool of this name. */
export function NoPool() {
  return (
    <WholePage title="There is no pool yet" isNews>
      <p>
        The server runs, but has no pool <code>{client.pool}</code>. Start one, and its agents with it.
      </p>
      <InitializeForm verb="Initialise the pool" />
    </WholePage>
  );
}
