import { io, type Socket } from 'socket.io-client';
import type {
  LiveAnswer,
  LiveError,
  LiveEvent,
  LiveFrame,
  LiveGap,
  LiveSubscription,
} from '../../../src/api/live.ts';
import { isServerThere } from '../api/is-server-there.ts';
import type { LiveState } from './live-state.ts';

/** What a page hears. Everything else of the subscription goes on at the next connection where it stopped. */
export interface LiveListener {
  readonly onEvents?: (events: readonly LiveEvent[]) => void;
  readonly onFrame?: (frame: LiveFrame) => void;
  readonly onGap?: (gap: LiveGap) => void;
  /** It begins with what comes from now on: what was stored until now must be read again. */
  readonly onBegin?: () => void;
}

export interface LiveClientOptions {
  readonly onState: (state: LiveState) => void;
  /** The server does not know the session any more, or it has been renewed meanwhile. */
  readonly onTokenEnd: () => void;
}

export interface LiveClient {
  /** Follows something else from now on. @returns stops following */
  follow(subscription: LiveSubscription, listener: LiveListener): () => void;
  close(): void;
}

const FRAMES = ['metrics:update', 'message:new', 'error:occurred', 'health:changed'] as const;
/** While no page follows anything. */
const IDLE: LiveSubscription = { channels: ['health'] };
/** After so many failures in a row no connection can be kept, or the server is away. */
const FAILURES_BEFORE_POLLING = 2;
/** Where the server ended the connection, the client does not come back by itself. */
const RETURN_MS = 2000;

/** After so long without a word the last rows are read again, and not all that came meanwhile. */
const MAX_REPLAY_MS = 3 * 60_000;

const endsSession = (code: string | undefined) =>
  code?.startsWith('TOKEN_') === true || code === 'ROLE_REFUSED';

interface Position {
  readonly value: string;
  /** When it came; epoch ms. */
  readonly atMs: number;
}

interface Following {
  readonly subscription: LiveSubscription;
  readonly listener: LiveListener;
  /** Up to where the server has told everything: the next connection goes on there. */
  since: Position | undefined;
}

/** The panel's one socket to the live feed: WebSocket, long polling where that does not work, and back again. */
export function createLiveClient({ onState, onTokenEnd }: LiveClientOptions): LiveClient {
  const socket = io('/monitoring', {
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 10_000,
    autoConnect: false,
  });
  let following: Following = { subscription: IDLE, listener: {}, since: undefined };
  const stopWatching = watchState(socket, { onState, onTokenEnd });

  const keepPosition = (position: string | undefined) => {
    if (position !== undefined) following.since = { value: position, atMs: Date.now() };
  };
  const subscribe = () => {
    const mine = following;
    const isKept = mine.since !== undefined && Date.now() - mine.since.atMs < MAX_REPLAY_MS;
    if (!isKept) mine.since = undefined;
    const { subscription, since } = mine;
    const position = since === undefined ? {} : { since: since.value };
    const onAnswer = (answer: LiveAnswer) => {
      if (following !== mine || !answer.ok) return;
      // An event that came before the answer is further on.
      if (mine.since === since) keepPosition(answer.position);
      if (since === undefined) mine.listener.onBegin?.();
    };
    socket.emit('monitoring:subscribe', { ...subscription, ...position, packets: true }, onAnswer);
  };
  socket.on('connect', subscribe);
  socket.on('monitoring:events', (events: readonly LiveEvent[]) => {
    keepPosition(events.at(-1)?.position);
    following.listener.onEvents?.(events);
  });
  socket.on('monitoring:position', keepPosition);
  socket.on('monitoring:gap', (gap: LiveGap) => {
    following.listener.onGap?.(gap);
    if (gap.reason === 'unknown_position') following.listener.onBegin?.();
  });
  for (const type of FRAMES) {
    socket.on(type, (frame: LiveFrame) => {
      keepPosition(frame.position);
      following.listener.onFrame?.(frame);
    });
  }
  socket.connect();

  const change = (next: Following) => {
    following = next;
    if (socket.connected) subscribe();
  };
  return {
    follow(subscription, listener) {
      const mine = { subscription, listener, since: undefined };
      change(mine);
      return () => {
        if (following === mine) change({ subscription: IDLE, listener: {}, since: undefined });
      };
    },
    close() {
      stopWatching();
      socket.removeAllListeners();
      socket.io.removeAllListeners();
      socket.disconnect();
    },
  };
}

/** Tells how the connection is, and brings it back where socket.io itself does not. @returns no longer does that */
function watchState(socket: Socket, { onState, onTokenEnd }: LiveClientOptions): () => void {
  let returning: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let wasLive = false;
  let lastError: LiveError | undefined;
  let told: LiveState = { status: 'connecting', way: null, reason: null, sinceMs: Date.now() };
  const tell = (status: LiveState['status'], way: LiveState['way'], reason: string | null) => {
    const isSame = status === told.status && way === told.way;
    told = { status, way, reason, sinceMs: isSame ? told.sinceMs : Date.now() };
    onState(told);
  };
  const tellLive = () => {
    const isSocket = socket.io.engine.transport.name === 'websocket';
    const reason = isSocket ? null : 'This browser or a proxy does not let a WebSocket through.';
    tell('live', isSocket ? 'websocket' : 'long-polling', reason);
  };
  /** Asking again and again is the better way where the server answers that, until a connection comes about. */
  const findWhy = async (failure: number) => {
    const isThere = await isServerThere();
    if (failures !== failure) return;
    if (isThere) tell('live', 'polling', 'No connection can be kept open.');
    else tell('away', null, null);
  };
  const comeBack = () => {
    clearTimeout(returning);
    returning = setTimeout(() => socket.connected || socket.connect(), RETURN_MS);
  };

  socket.on('connect', () => {
    failures = 0;
    wasLive = true;
    lastError = undefined;
    tellLive();
    socket.io.engine.once('upgrade', tellLive);
  });
  socket.on('monitoring:error', (error: LiveError) => {
    lastError = error;
  });
  socket.on('connect_error', (error: Error & { readonly data?: LiveError }) => {
    failures++;
    if (endsSession(error.data?.code)) onTokenEnd();
    if (!socket.active) comeBack();
    if (failures < FAILURES_BEFORE_POLLING)
      tell(wasLive ? 'interrupted' : 'connecting', null, error.data?.message ?? null);
    else if (error.data !== undefined) tell('live', 'polling', error.data.message);
    else void findWhy(failures);
  });
  socket.on('disconnect', reason => {
    if (reason === 'io client disconnect') return;
    tell('interrupted', null, lastError?.message ?? null);
    if (endsSession(lastError?.code)) onTokenEnd();
    if (reason === 'io server disconnect') comeBack();
  });
  return () => {
    clearTimeout(returning);
    // Whoever still asks why it failed has nobody to tell.
    failures = 0;
  };
}
