import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ApiFailure, onSessionEnd } from '../api/request.ts';
import { fetchSession, type Session, signIn, signOut } from '../api/session.ts';
import { Failure } from '../components/failure.tsx';
import { forgetAnswers } from '../data/use-query.ts';
import { SessionContext, type SignedIn } from './session-context.ts';
import { SignInPage } from './sign-in-page.tsx';

type GateState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'failed'; readonly error: ApiFailure }
  | { readonly kind: 'known'; readonly session: Session; readonly notice?: string | undefined };

const CODE_LINK = /^#code=([^&]+)/;

/** The one-time code of a link, which then leaves the address and so the history. */
function takeCode(): string | undefined {
  const code = CODE_LINK.exec(window.location.hash)?.[1];
  if (code === undefined) return undefined;
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  return decodeURIComponent(code);
}

/** Signs in by the code of a link, if there is one, and says who is signed in. */
async function enter(code: string | undefined): Promise<GateState> {
  let notice: string | undefined;
  if (code !== undefined) {
    try {
      const session = await signIn({ code });
      if (session.signedIn) return { kind: 'known', session };
    } catch (error) {
      notice = `This link cannot be used: ${(error as Error).message}`;
    }
  }
  return { kind: 'known', session: await fetchSession(), notice };
}

/** Shows the panel to who is signed in, and the page to sign in to everybody else. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const [state, setState] = useState<GateState>({ kind: 'asking' });
  const isFirst = useRef(true);
  const refresh = useCallback(async (notice?: string) => {
    try {
      const next = await enter(takeCode());
      setState(next.kind === 'known' && !next.session.signedIn && notice ? { ...next, notice } : next);
    } catch (error) {
      if (error instanceof ApiFailure) setState({ kind: 'failed', error });
      else throw error;
    }
  }, []);

  useEffect(() => {
    onSessionEnd(() => void refresh('Your session has ended. Sign in again to go on where you were.'));
    const onLink = () => CODE_LINK.test(window.location.hash) && void refresh();
    window.addEventListener('hashchange', onLink);
    // In development React runs this twice, and a code works once.
    if (isFirst.current) void refresh();
    isFirst.current = false;
    return () => window.removeEventListener('hashchange', onLink);
  }, [refresh]);

  const session = state.kind === 'known' && state.session.signedIn ? state.session : undefined;
  const value = useMemo<SignedIn | undefined>(
    () =>
      session && {
        role: session.role ?? 'user',
        userId: session.userId ?? null,
        expires: session.expires ?? null,
        version: session.version,
        refresh: () => void refresh(),
        signOut: async () => {
          await signOut();
          forgetAnswers();
          await refresh();
        },
      },
    [session, refresh],
  );

  if (state.kind === 'asking') return <p className="visually-hidden">Loading</p>;
  if (state.kind === 'failed') {
    return (
      <main className="gate">
        <Failure error={state.error} onRetry={() => void refresh()} />
      </main>
    );
  }
  if (value === undefined) {
    return (
      <SignInPage
        session={state.session}
        notice={state.notice}
        onSignedIn={next => {
          forgetAnswers();
          setState({ kind: 'known', session: next });
        }}
      />
    );
  }
  return <SessionContext value={value}>{children}</SessionContext>;
}
