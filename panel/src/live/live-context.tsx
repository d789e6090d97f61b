import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { LiveSubscription } from '../../../src/api/live.ts';
import { useSession } from '../shell/session-context.ts';
import type { LiveClient, LiveListener } from './live-client.ts';
import type { LiveState } from './live-state.ts';

interface LiveValue {
  readonly state: LiveState;
  /** Undefined where there is none: for users, and until its code is loaded. */
  readonly client: LiveClient | undefined;
}

const startState = (isAdmin: boolean): LiveState =>
  isAdmin
    ? { status: 'connecting', way: null, sinceMs: Date.now(), reason: null }
    : { status: 'live', way: 'polling', sinceMs: Date.now(), reason: 'The live feed is for administrators.' };

const LiveContext = createContext<LiveValue>({ state: startState(false), client: undefined });

/** Keeps one connection to the live feed as long as an administrator is signed in. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const { role, refresh } = useSession();
  const isAdmin = role === 'admin';
  const [state, setState] = useState(() => startState(isAdmin));
  const [client, setClient] = useState<LiveClient>();
  const latestRefresh = useRef(refresh);
  latestRefresh.current = refresh;

  useEffect(() => {
    setState(startState(isAdmin));
    if (!isAdmin) return;
    let isOver = false;
    let opened: LiveClient | undefined;
    const open = async () => {
      const { createLiveClient } = await import('./live-client.ts');
      if (isOver) return;
      opened = createLiveClient({ onState: setState, onTokenEnd: () => latestRefresh.current() });
      setClient(opened);
    };
    open().catch(() =>
      setState({
        status: 'live',
        way: 'polling',
        sinceMs: Date.now(),
        reason: 'The code of the live feed could not be loaded.',
      }),
    );
    return () => {
      isOver = true;
      opened?.close();
      setClient(undefined);
    };
  }, [isAdmin]);

  const value = useMemo(() => ({ state, client }), [state, client]);
  return <LiveContext value={value}>{children}</LiveContext>;
}

/** How the panel hears of what happens. */
export const useLiveState = (): LiveState => useContext(LiveContext).state;

/** Follows a subscription while a page is shown. `listener` need not be stable, `subscription` must be. */
export function useLive(subscription: LiveSubscription | undefined, listener: LiveListener): void {
  const { client } = useContext(LiveContext);
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    if (client === undefined || subscription === undefined) return;
    return client.follow(subscription, {
      onEvents: events => latest.current.onEvents?.(events),
      onFrame: frame => latest.current.onFrame?.(frame),
      onGap: gap => latest.current.onGap?.(gap),
      onBegin: () => latest.current.onBegin?.(),
    });
  }, [client, subscription]);
}
