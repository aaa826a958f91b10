import { useState, type SyntheticEvent } from 'react';
import { serverFolder } from '../base';
import { hasKey, signIn } from '../data/session';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { BarePage } from './whole-page';

/** The server wants to know who asks. */
export function SignIn() {
  const [key, setKey] = useState('');
  const [problem, setProblem] = useState<string | null>(
    hasKey() ? 'The server does not take this key: it may be wrong, at its end or revoked.' : null,
  );
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const trimmed = key.trim();
    if (trimmed === '') setProblem('Give an API key or a token.');
    else if (/[^\x21-\x7e]/.test(trimmed)) setProblem('A key has no spaces and no special characters.');
    else signIn(trimmed);
  };
  return (
    <BarePage
      title="Sign in"
      icon="key"
      tone="accent"
      actions={
        <form onSubmit={submit} style={{ display: 'grid', gap: 'var(--space-4)' }}>
          <Field
            label="API key or token"
            type="password"
            autoComplete="off"
            spellCheck={false}
            autoFocus
            value={key}
            problem={problem}
            hint="Kept for this tab until it is closed."
            onChange={(event) => setKey(event.target.value)}
          />
          <Button type="submit" look="primary">
            Sign in
          </Button>
        </form>
      }
      detail={
        <>
          Keys are made with <code>coordination-pool keys create</code>, beside the server.
        </>
      }
    >
      <p>
        <code>{serverFolder.host}</code> asks for an API key or a token.
      </p>
    </BarePage>
  );
}
