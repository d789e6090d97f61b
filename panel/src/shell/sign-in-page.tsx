import './sign-in-page.css';
import { type FormEvent, useEffect, useId, useState } from 'react';
import type { SessionAnswer, SignInWays } from '../../../src/api/session.ts';
import { signIn } from '../api/session.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Logo } from './logo.tsx';

export interface SignInPageProps {
  readonly ways: SignInWays;
  /** Why one is here, if that needs saying. */
  readonly notice: string | undefined;
  readonly onSignedIn: (session: SessionAnswer) => void;
}

/** A code is short and has no dots, which a token always has two of. */
const proofOf = (text: string) => (text.includes('.') ? { token: text } : { code: text });

/** Signs in by a token, by a one-time code, or by the identity provider where there is one. */
export function SignInPage({ ways: { oidc }, notice, onSignedIn }: SignInPageProps) {
  const [problem, setProblem] = useState(notice);
  const [isBusy, setIsBusy] = useState(false);
  const id = useId();
  useEffect(() => setProblem(notice), [notice]);
  useEffect(() => {
    document.title = 'Sign in · aiwatch';
  }, []);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('token') ?? '').trim();
    if (text === '') return setProblem('Paste a token first.');
    setIsBusy(true);
    try {
      onSignedIn(await signIn(proofOf(text)));
    } catch (error) {
      setProblem((error as Error).message);
      setIsBusy(false);
    }
  }

  const returnTo = window.location.pathname + window.location.search;
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <Logo />
        <h1>Sign in</h1>
        <p className="muted">
          Open the link that <code>aiwatch serve</code> printed when it started, or paste a token.
        </p>
        <div aria-live="assertive" className="sign-in-problem">
          {problem !== undefined && (
            <p id={`${id}-problem`}>
              <Icon name="warning" size={16} /> {problem}
            </p>
          )}
        </div>
        {oidc !== null && (
          <>
            <a className="button button-primary" href={`${oidc.url}?${new URLSearchParams({ returnTo })}`}>
              {oidc.label}
            </a>
            <p className="sign-in-or muted">or</p>
          </>
        )}
        <form onSubmit={event => void submit(event)}>
          <label htmlFor={id}>Token</label>
          <input
            id={id}
            name="token"
            type="password"
            autoComplete="current-password"
            spellCheck={false}
            aria-describedby={problem === undefined ? undefined : `${id}-problem`}
            aria-invalid={problem !== undefined && problem !== notice}
          />
          <Button type="submit" look={oidc === null ? 'primary' : 'normal'} disabled={isBusy}>
            {isBusy ? 'Signing in …' : 'Sign in'}
          </Button>
        </form>
        <details>
          <summary>Where do I get one?</summary>
          <p>
            On the machine of the server, <code>aiwatch token --role admin</code> prints one. A token with{' '}
            <code>--role user --user ID</code> shows that person’s own activity.
          </p>
        </details>
      </div>
    </main>
  );
}
