import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { CODE_PARAMETER, type SessionAnswer } from '../../../src/api/session.ts';
import { ApiFailure, onSessionEnd } from '../api/request.ts';
import { fetchSession, signIn, signOut } from '../api/session.ts';
import { Failure } from '../components/failure.tsx';
import { forgetAnswers } from '../data/use-query.ts';
import { SessionContext, type SignedIn } from './session-context.ts';
import { SignInPage } from './sign-in-page.tsx';

type GateState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'failed'; readonly error: ApiFailure }
  | { readonly kind: 'known'; readonly session: SessionAnswer; readonly notice: string | undefined };

/** A session that is used is renewed long before it ends. One that can be seen is: nobody touches a display on a wall. */
const RENEW_INTERVAL_MS = 5 * 60_000;
const RETRY_MS = 3000;
/** By which tabs tell each other that somebody else is signed in, or nobody. */
const CHANNEL = 'aiwatch.session';

const readFragment = () => new URLSearchParams(window.location.hash.slice(1)).get(CODE_PARAMETER);

/** The one-time code of a link, which then leaves the address and so the history. */
function takeCode(): string | undefined {
  const code = readFragment();
  if (code === null) return undefined;
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  return code;
}

const ENDED = 'Your session has ended. Sign in again to go on where you were.';

const USED_UP =
  'It was used already, or is too old. Make another one with “npx aiwatch token link”, or paste a token.';

/** The usual reason as this page has it; any other one as the server says it. */
const whyNot = (error: unknown): string =>
  error instanceof ApiFailure && error.code === 'SIGN_IN_CODE_INVALID' ? USED_UP : (error as Error).message;

/** Signs in by the code of a link, if there is one, and says who is signed in. */
async function enter(code: string | undefined): Promise<GateState> {
  let notice: string | undefined;
  if (code !== undefined) {
    try {
      return { kind: 'known', session: await signIn({ code }), notice };
    } catch (error) {
      notice = `This link cannot be used. ${whyNot(error)}`;
    }
  }
  const session = await fetchSession();
  if (!session.signedIn && session.reason !== null) notice ??= ENDED;
  return { kind: 'known', session, notice };
}

/** Undefined where nobody is signed in. */
const userOf = (state: GateState): string | undefined =>
  state.kind === 'known' && state.session.signedIn
    ? `${state.session.role} ${state.session.userId}`
    : undefined;

/** Who is signed in, asked at the start, when the server refuses, and while the panel can be seen by the clock. */
function useGate() {
  const [state, setState] = useState<GateState>({ kind: 'asking' });
  const isStarted = useRef(false);
  const user = useRef<string>(undefined);
  const others = useRef<BroadcastChannel>(undefined);
  const change = useCallback((next: GateState) => {
    if (userOf(next) !== user.current) {
      forgetAnswers();
      others.current?.postMessage('changed');
    }
    user.current = userOf(next);
    setState(next);
  }, []);
  const refresh = useCallback(async () => {
    try {
      change(await enter(takeCode()));
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      // Who is in stays in while the server is away.
      setState(now => (now.kind === 'known' && now.session.signedIn ? now : { kind: 'failed', error }));
    }
  }, [change]);
  useEffect(() => {
    onSessionEnd(() => void refresh());
    // Tabs share the cookie: who signs out in one of them is out in all.
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = () => void refresh();
    others.current = channel;
    const onLink = () => readFragment() !== null && void refresh();
    window.addEventListener('hashchange', onLink);
    const renew = () => document.hidden || void refresh();
    document.addEventListener('visibilitychange', renew);
    const timer = setInterval(renew, RENEW_INTERVAL_MS);
    // In development React runs this twice, and a code works once.
    if (!isStarted.current) void refresh();
    isStarted.current = true;
    return () => {
      channel.close();
      window.removeEventListener('hashchange', onLink);
      document.removeEventListener('visibilitychange', renew);
      clearInterval(timer);
    };
  }, [refresh]);
  useEffect(() => {
    if (state.kind !== 'failed') return;
    const timer = setTimeout(refresh, RETRY_MS);
    return () => clearTimeout(timer);
  }, [state, refresh]);
  return { state, change, refresh };
}

/** Shows the panel to who is signed in, and the page to sign in to everybody else. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { state, change, refresh } = useGate();
  const session = state.kind === 'known' && state.session.signedIn ? state.session : undefined;
  const value = useMemo<SignedIn | undefined>(
    () =>
      session && {
        ...session,
        refresh: () => void refresh(),
        signOut: async () => {
          await signOut();
          await refresh();
        },
      },
    [session, refresh],
  );

  if (state.kind === 'asking') return <p className="visually-hidden">Loading</p>;
  if (state.kind === 'failed') {
    return (
      <main className="gate">
        <h1 className="visually-hidden">aiwatch</h1>
        <Failure error={state.error} onRetry={() => void refresh()} />
      </main>
    );
  }
  // What a page of another user still holds goes with that page.
  if (value !== undefined)
    return (
      <SessionContext key={userOf(state)} value={value}>
        {children}
      </SessionContext>
    );
  return (
    <SignInPage
      ways={state.session.ways}
      notice={state.notice}
      onSignedIn={next => change({ kind: 'known', session: next, notice: undefined })}
    />
  );
}
