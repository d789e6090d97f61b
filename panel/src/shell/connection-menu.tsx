import { useId } from 'react';
import { Status, type Tone } from '../components/badge.tsx';
import { Ago } from '../components/time.tsx';
import { useLiveState } from '../live/live-context.tsx';
import { type LiveState, POLL_INTERVAL_MS } from '../live/live-state.ts';

interface Words {
  readonly tone: Tone;
  readonly short: string;
  readonly long: string;
}

const WAYS: Readonly<Record<NonNullable<LiveState['way']>, Words>> = {
  websocket: { tone: 'good', short: 'Live', long: 'By WebSocket: everything is shown as it happens.' },
  'long-polling': {
    tone: 'good',
    short: 'Live · long polling',
    long: 'By long polling: everything is shown as it happens, with more requests.',
  },
  polling: {
    tone: 'warning',
    short: 'Polling',
    long: `No connection is kept: the panel asks every ${POLL_INTERVAL_MS / 1000} seconds.`,
  },
};

const WITHOUT_WAY: Readonly<Record<Exclude<LiveState['status'], 'live'>, Words>> = {
  connecting: {
    tone: 'neutral',
    short: 'Connecting',
    long: 'The connection to the live feed is being made.',
  },
  interrupted: {
    tone: 'warning',
    short: 'Reconnecting',
    long: 'The connection is gone. The panel tries again by itself, and nothing is missed.',
  },
  away: {
    tone: 'bad',
    short: 'Server away',
    long: 'The server does not answer. The panel tries again by itself; what is shown is from before.',
  },
};

const wordsFor = ({ status, way }: LiveState): Words =>
  status === 'live' ? WAYS[way ?? 'polling'] : WITHOUT_WAY[status];

/** How the panel hears of what happens; more of it when it is opened. */
export function ConnectionMenu() {
  const state = useLiveState();
  const id = useId();
  const { tone, short, long } = wordsFor(state);
  return (
    <>
      <button type="button" className="chip" popoverTarget={id} aria-label={`Connection: ${short}`}>
        <Status tone={tone}>{short}</Status>
      </button>
      <span className="visually-hidden" role="status">
        Connection: {short}
      </span>
      <div id={id} popover="auto" className="menu">
        <p className="menu-title">{short}</p>
        <p>{long}</p>
        {state.reason !== null && <p className="muted">{state.reason}</p>}
        <p className="muted">
          Since <Ago value={state.sinceMs} />
        </p>
      </div>
    </>
  );
}
