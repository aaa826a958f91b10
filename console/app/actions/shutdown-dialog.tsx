import { useState } from 'react';
import { ShutdownPoolDocument, type ShutdownMode } from '../../../src/generated/graphql';
import { count } from '../data/format';
import { usePoolView } from '../data/pool-view';
import { client } from '../data/session';
import { useAction } from '../data/use-action';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Select } from '../ui/field';

interface ShutdownDialogProps {
  readonly mode: ShutdownMode | null;
  readonly onClose: () => void;
}

const PATIENCE = [
  { ms: 0, text: 'not at all' },
  { ms: 30_000, text: '30 seconds' },
  { ms: 300_000, text: '5 minutes' },
  { ms: 3_600_000, text: '1 hour' },
] as const;

/** Asks before the pool is shut down. What takes work with it wants the name of the pool typed. */
export function ShutdownDialog({ mode, onClose }: ShutdownDialogProps) {
  const [timeoutMs, setTimeoutMs] = useState(30_000);
  const metrics = usePoolView().data?.metrics;
  const shutdown = useAction(ShutdownPoolDocument, {
    done: ({ shutdownPool: { cancelled, keptPending } }) =>
      `The pool has stopped: ${count(cancelled.length)} tasks cancelled, ${count(keptPending)} kept.`,
  });
  const target = mode === null ? null : { mode, running: metrics?.tasksInProgress, waiting: metrics?.tasksPending };
  return (
    <ConfirmDialog
      target={target}
      title={() => `Shut down the pool ${client.pool}?`}
      description={({ mode: how, running = 0, waiting = 0 }) =>
        how === 'DRAIN'
          ? `Nothing new is taken. The ${tasks(running)} that run may finish; the ${tasks(waiting)} that wait are kept. Then all agents leave.`
          : `The ${tasks(running)} that run and the ${tasks(waiting)} that wait are cancelled, and all agents leave. That cannot be taken back.`
      }
      verb="Shut down"
      {...(mode === 'NOW' && { typed: () => client.pool })}
      onConfirm={(confirmed) =>
        void shutdown.run({
          input: { pool: client.pool, mode: confirmed.mode, ...(confirmed.mode === 'DRAIN' && { timeoutMs }) },
        })
      }
      onClose={onClose}
    >
      {mode === 'DRAIN' && (
        <Select
          label="How long what runs may go on"
          value={timeoutMs}
          onChange={(event) => setTimeoutMs(Number(event.target.value))}
        >
          {PATIENCE.map(({ ms, text }) => (
            <option key={ms} value={ms}>
              {text}
            </option>
          ))}
        </Select>
      )}
    </ConfirmDialog>
  );
}

const tasks = (many: number): string => `${count(many)} ${many === 1 ? 'task' : 'tasks'}`;
