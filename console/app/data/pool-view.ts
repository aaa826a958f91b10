import { usePoolHealth, type PoolHealthView, type View } from '../../../src/sdk/react/react';
import { useHeld } from './paused';

/** Whether there is something to show. */
export const isRead = ({ data, error }: View<unknown>): boolean => data !== null || error !== null;

/** The pool as it is, also while the view is paused: for what can be done with it. */
export function usePoolView(): PoolHealthView {
  return usePoolHealth();
}

/** The pool as it is shown: held while the view is paused. */
export function useShownPool(): PoolHealthView {
  return useHeld(usePoolHealth(), '', isRead);
}
