import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApiFailure } from '../api/request.ts';

/** What is known of an answer of the server. */
export interface Query<T> {
  /** The last answer; stays while a newer one is asked for, and when that fails. */
  readonly data: T | undefined;
  /** When `data` came; epoch ms. */
  readonly loadedAt: number | undefined;
  /** Why the last question failed; undefined again as soon as one succeeds. */
  readonly error: ApiFailure | undefined;
  readonly isLoading: boolean;
  /** Asks again now. */
  readonly reload: () => void;
}

export interface QueryOptions {
  /** Asks again after this long, while the page can be seen. @default never */
  readonly refreshMs?: number;
  /** False: does not ask. @default true */
  readonly isEnabled?: boolean;
}

interface Answer {
  readonly data: unknown;
  readonly loadedAt: number;
}

/** The last answers, so that a page that was there before shows something at once. */
const answers = new Map<string, Answer>();
const MAX_ANSWERS = 50;

const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 30_000;

function keep(key: string, answer: Answer): void {
  answers.delete(key);
  answers.set(key, answer);
  const [oldest] = answers.keys();
  if (answers.size > MAX_ANSWERS && oldest !== undefined) answers.delete(oldest);
}

/** Forgets what was answered to another user. */
export function forgetAnswers(): void {
  answers.clear();
}

interface State {
  readonly key: string;
  readonly answer: Answer | undefined;
  readonly error: ApiFailure | undefined;
  readonly isLoading: boolean;
}

const stateOf = (key: string): State => ({
  key,
  answer: answers.get(key),
  error: undefined,
  isLoading: true,
});

/**
 * Asks the server, and again where that may help. `key` says which question it is: another key asks another one, and
 * the answer to the one before is dropped. `load` need not be stable; it rejects with an ApiFailure.
 */
export function useQuery<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
  { refreshMs, isEnabled = true }: QueryOptions = {},
): Query<T> {
  const [state, setState] = useState(() => stateOf(key));
  const [round, setRound] = useState(0);
  const latestLoad = useRef(load);
  latestLoad.current = load;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks again
  useEffect(() => {
    if (!isEnabled) return;
    const ask = (signal: AbortSignal) => latestLoad.current(signal);
    return startAsking({ key, ask, refreshMs, onState: change => setState(now => change(now)) });
  }, [key, refreshMs, isEnabled, round]);

  const reload = useCallback(() => setRound(value => value + 1), []);
  const current = state.key === key ? state : stateOf(key);
  return {
    data: current.answer?.data as T | undefined,
    loadedAt: current.answer?.loadedAt,
    error: current.error,
    isLoading: isEnabled && current.isLoading,
    reload,
  };
}

interface Asking {
  readonly key: string;
  readonly ask: (signal: AbortSignal) => Promise<unknown>;
  readonly refreshMs: number | undefined;
  readonly onState: (change: (state: State) => State) => void;
}

/** Asks until it is stopped: again after an answer, by the clock, and after a failure that may pass, later each time. */
function startAsking({ key, ask, refreshMs, onState }: Asking): () => void {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryMs = FIRST_RETRY_MS;
  const later = (ms: number) => {
    timer = setTimeout(run, ms);
  };
  async function run(): Promise<void> {
    if (document.hidden && answers.has(key)) return later(FIRST_RETRY_MS);
    onState(state => (state.key === key ? { ...state, isLoading: true } : stateOf(key)));
    try {
      const answer = { data: await ask(controller.signal), loadedAt: Date.now() };
      if (controller.signal.aborted) return;
      keep(key, answer);
      retryMs = FIRST_RETRY_MS;
      onState(() => ({ key, answer, error: undefined, isLoading: false }));
      if (refreshMs !== undefined) later(refreshMs);
    } catch (error) {
      if (controller.signal.aborted) return;
      const failure = error as ApiFailure;
      onState(() => ({ key, answer: answers.get(key), error: failure, isLoading: false }));
      if (!failure.isTransient) return;
      later(retryMs);
      retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
    }
  }
  void run();
  return () => {
    controller.abort();
    clearTimeout(timer);
  };
}
