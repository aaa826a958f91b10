import { useCallback, useState } from 'react';
import type { TaskType } from '../../generated/graphql.js';
import type { SubmitOptions, TaskHandle } from '../client.js';
import type { Contract, PayloadOf, ResultOf } from '../contract.js';
import { usePool } from './pool-provider.js';

/** How it stands with what a component has handed in. */
export interface Submission<C extends Contract, Type extends TaskType> {
  /**
   * Gives the task once the pool has it for good, and null where it was refused: `error` says why. It never rejects, so that it can
   * be called from an event handler as it is.
   */
  readonly submit: (
    payload: PayloadOf<C, Type>,
    options?: SubmitOptions,
  ) => Promise<TaskHandle<ResultOf<C, Type>> | null>;
  /** How many are on their way. */
  readonly pending: number;
  /** The newest task that the pool took; null before. */
  readonly task: TaskHandle<ResultOf<C, Type>> | null;
  /** Why the newest submission was refused, a `PoolError` or a `ContractError`; null where it was not. */
  readonly error: Error | null;
}

type State<C extends Contract, Type extends TaskType> = Pick<Submission<C, Type>, 'pending' | 'task' | 'error'>;

/** Submits tasks of one type. A page that goes meanwhile takes nothing back. */
export function useSubmit<Type extends TaskType, C extends Contract = Contract>(type: Type): Submission<C, Type> {
  const { client } = usePool();
  const [state, setState] = useState<State<C, Type>>({ pending: 0, task: null, error: null });
  const submit = useCallback<Submission<C, Type>['submit']>(
    async (payload, options) => {
      setState((before) => ({ ...before, pending: before.pending + 1 }));
      try {
        const given = payload as PayloadOf<Contract, Type>;
        const task = (await client.submit(type, given, options)) as TaskHandle<ResultOf<C, Type>>;
        setState(({ pending }) => ({ pending: pending - 1, task, error: null }));
        return task;
      } catch (error) {
        setState(({ pending, task }) => ({ pending: pending - 1, task, error: error as Error }));
        return null;
      }
    },
    [client, type],
  );
  return { submit, ...state };
}
