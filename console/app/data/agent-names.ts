import { useMemo } from 'react';
import { useAgents } from '../../../src/sdk/react/react';

/** Names of the agents that are in the pool, by their ids. One that has left has its id alone. */
export function useAgentNames(): ReadonlyMap<string, string> {
  const agents = useAgents().data;
  return useMemo(() => new Map((agents ?? []).map(({ id, name }) => [id, name])), [agents]);
}
