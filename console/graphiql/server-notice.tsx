import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useSyncExternalStore } from 'react';
import type { Reachability } from './reachability';

/**
 * Says plainly that the server is gone, for as long as it is. When it is back and the schema could not be read before,
 * reads it, so that nobody has to reload the page and lose what they typed.
 */
export function ServerNotice({ reachability, url }: { readonly reachability: Reachability; readonly url: string }) {
  const reachable = useSyncExternalStore(reachability.subscribe, reachability.isReachable);
  const hasSchema = useGraphiQL((state) => state.schema !== null && state.schema !== undefined);
  const isIntrospecting = useGraphiQL((state) => state.isIntrospecting);
  const failed = useGraphiQL((state) => state.fetchError !== null);
  const { introspect } = useGraphiQLActions();

  useEffect(() => {
    if (reachable && failed && !hasSchema && !isIntrospecting) void introspect();
    // Only a change from gone to back may ask again: a server that answers with an error is not asked in a loop.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [reachable]);

  return (
    <div className="server-notice" role="alert" hidden={reachable}>
      {reachable ? null : `The server does not answer at ${url}. Trying again every two seconds.`}
    </div>
  );
}
