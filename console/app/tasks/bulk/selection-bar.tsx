import { count } from '../../data/format';
import { useCan } from '../../data/use-can';
import { Button } from '../../ui/button';
import type { Selection } from '../../ui/table-selection';
import type { BulkJob } from './bulk-dialog';
import styles from './selection-bar.module.css';

interface SelectionBarProps {
  readonly selected: Selection;
  readonly onJob: (job: BulkJob) => void;
  readonly onClear: () => void;
}

/** What can be done with the tasks that are selected. */
export function SelectionBar({ selected, onJob, onClear }: SelectionBarProps) {
  const canCancel = useCan('cancelTask');
  const canRetry = useCan('retryTask');
  if (selected.size === 0) return null;
  const of = { ids: [...selected] };
  return (
    <div className={styles.bar} role="toolbar" aria-label="Selected tasks">
      <span role="status" className={styles.text}>
        {count(selected.size)} selected
      </span>
      <Button size="small" disabledReason={canRetry.reason} onClick={() => onJob({ verb: 'retry', of })}>
        Retry…
      </Button>
      <Button size="small" disabledReason={canCancel.reason} onClick={() => onJob({ verb: 'cancel', of })}>
        Cancel…
      </Button>
      <Button size="small" look="quiet" onClick={onClear}>
        Clear
      </Button>
    </div>
  );
}
