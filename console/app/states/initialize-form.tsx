import { useState, type SyntheticEvent } from 'react';
import { InitializePoolDocument, type AgentKind } from '../../../src/generated/graphql';
import { PoolError } from '../../../src/sdk/client';
import { client } from '../data/session';
import { useAction } from '../data/use-action';
import { useCan } from '../data/use-can';
import { Button } from '../ui/button';
import { ErrorNotice } from '../ui/error-notice';
import { Field, Select } from '../ui/field';

/** Starts the pool, or starts it again: how many agents, and of which kind. The server says which numbers it takes. */
export function InitializeForm({ verb, onDone }: { readonly verb: string; readonly onDone?: () => void }) {
  const [size, setSize] = useState('4');
  const [kind, setKind] = useState<AgentKind>('PROCESS');
  const can = useCan('initializePool');
  const { run, isPending, error } = useAction(InitializePoolDocument, {
    done: ({ initializePool }) => `The pool runs with ${String(initializePool.pool.size)} agents.`,
    quiet: true,
  });
  const atSize = error instanceof PoolError && error.details.field?.endsWith('size') === true;
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if ((await run({ input: { pool: client.pool, size: Number(size), kind } })) !== null) onDone?.();
  };
  return (
    <form onSubmit={(event) => void submit(event)} style={{ display: 'grid', gap: 'var(--space-4)' }}>
      <Field
        label="Agents"
        type="number"
        min={1}
        required
        value={size}
        problem={atSize ? error.message : null}
        onChange={(event) => setSize(event.target.value)}
      />
      <Select
        label="Kind"
        value={kind}
        hint="PROCESS: child processes of the server. REMOTE: clients that connect by themselves."
        onChange={(event) => setKind(event.target.value as AgentKind)}
      >
        <option value="PROCESS">PROCESS</option>
        <option value="REMOTE">REMOTE</option>
      </Select>
      {error !== null && !atSize && <ErrorNotice error={error} />}
      <Button type="submit" look="primary" disabledReason={can.reason} isPending={isPending}>
        {verb}
      </Button>
    </form>
  );
}
