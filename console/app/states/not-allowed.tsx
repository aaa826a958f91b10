import { errorText } from '../data/use-action';
import { hasKey, signOut } from '../data/session';
import { Button } from '../ui/button';
import { ErrorNotice } from '../ui/error-notice';
import { BarePage } from './whole-page';

/** The server knows who asks, and does not let him see this. */
export function NotAllowed({ error }: { readonly error: Error }) {
  return (
    <BarePage title="Not allowed">
      <p>Your credential does not let you see this pool.</p>
      <ErrorNotice error={errorText(error)} />
      {hasKey() && (
        <Button onClick={signOut} look="primary">
          Sign in with another key
        </Button>
      )}
    </BarePage>
  );
}
