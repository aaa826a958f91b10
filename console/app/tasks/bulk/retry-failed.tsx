import { useTasks } from '../../../../src/sdk/react/react';
import { count } from '../../data/format';
import { useCan } from '../../data/use-can';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { filterOf, isNarrowed, type TaskSearch } from '../task-search';
import type { BulkJob } from './bulk-dialog';

interface RetryFailedProps {
  readonly search: TaskSearch;
  readonly onJob: (job: BulkJob) => void;
}

/** Takes all failed tasks that fit the filters back into the queue, those that are not read yet too. */
export function RetryFailed({ search, onJob }: RetryFailedProps) {
  const failed = filterOf(search);
  const total = useTasks({ filter: failed, first: 1 }, ({ data }) => data?.totalCount ?? null);
  const can = useCan('retryTask');
  const reason = total === 0 ? 'No failed task fits the filters.' : can.reason;
  return (
    <Button
      disabledReason={total === null ? 'The failed tasks are not counted yet.' : reason}
      onClick={() => onJob({ verb: 'retry', of: { failed, total: total ?? 0, isNarrowed: isNarrowed(search) } })}
    >
      <Icon name="retry" />
      Retry all {total === null || total === 0 ? '' : `${count(total)} `}failed…
    </Button>
  );
}
