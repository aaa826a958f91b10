import { Link } from '@tanstack/react-router';
import { useTitle } from '../data/use-title';
import { WholePage } from './whole-page';

/** There is no view at this address. */
export function NotFound() {
  useTitle('Not found');
  return (
    <WholePage
      title="Nothing here"
      icon="nowhere"
      actions={
        <p>
          <Link to="/">Go to the overview</Link>
        </p>
      }
      detail={<code>{window.location.pathname}</code>}
    >
      <p>The console has no page at this address. It may be written wrongly, or be of another version.</p>
    </WholePage>
  );
}
