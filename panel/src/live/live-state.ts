/** How the panel hears of what happens, the best first; `polling` asks again and again. */
type LiveWay = 'websocket' | 'long-polling' | 'polling';

export interface LiveState {
  /** `away`: the server answers nothing at all. */
  readonly status: 'connecting' | 'live' | 'interrupted' | 'away';
  /** The way in use; null before the first connection. */
  readonly way: LiveWay | null;
  /** Since when it is so; epoch ms. */
  readonly sinceMs: number;
  /** Why it is not the best way, for people. */
  readonly reason: string | null;
}

/** How often is asked where there is no connection. */
export const POLL_INTERVAL_MS = 3000;
