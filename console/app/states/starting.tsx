import { Skeleton } from '../ui/skeleton';
import { BarePage } from './whole-page';

/** Before the first answer. */
export function Starting() {
  return (
    <BarePage title="Coordination Pool">
      <Skeleton lines={3} />
    </BarePage>
  );
}
