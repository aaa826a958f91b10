import { Link } from '@tanstack/react-router';
import { useTitle } from '../data/use-title';
import { WholePage } from './whole-page';

/** There is no view at this address. */
export function NotFound() {
  useTitle('Not found');
  return (
    <WholePage title="Nothing here">
      <p>The console has no page at this address.</p>
      <p>
        <Link to="/">Go to the overview</Link>
      </p>
    </WholePage>
  );
}
