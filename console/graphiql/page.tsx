import { explorerPlugin } from '@graphiql/plugin-explorer';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { GraphiQL } from 'graphiql';
import { endpoints } from '../shared/endpoints';
import { createPoolFetcher } from './pool-fetcher';
import { createReachability } from './reachability';
import { ServerNotice } from './server-notice';
import { starterTabs } from './starter-tabs';

const addresses = endpoints(window.location.href);
const reachability = createReachability(addresses.ready);
const fetcher = createPoolFetcher(addresses, reachability);
const plugins = [HISTORY_PLUGIN, explorerPlugin()];

/**
 * The theme is the system's until the user picks another in the settings. Headers are kept in this browser only after
 * the user has said so there: they may hold an API key.
 */
export function Page() {
  return (
    <GraphiQL
      fetcher={fetcher}
      plugins={plugins}
      defaultTabs={[...starterTabs]}
      defaultEditorToolsVisibility="variables"
      isHeadersEditorEnabled
      inputValueDeprecation
      schemaDescription
    >
      <GraphiQL.Logo>
        <a className="graphiql-logo-link" href="./">
          Coordination Pool
        </a>
      </GraphiQL.Logo>
      <ServerNotice reachability={reachability} url={addresses.http} />
    </GraphiQL>
  );
}
