import { type FocusEvent, type KeyboardEvent, memo, useRef, useState } from 'react';
import type { ApiEvent } from '../../../../src/api/live.ts';
import { Badge } from '../../components/badge.tsx';
import { EventText } from '../../components/event-text.tsx';
import { Time } from '../../components/time.tsx';
import { toneOf } from '../../data/describe-event.ts';
import { keyOfEvent } from '../../data/event-key.ts';
import type { LiveListView } from '../../live/live-list.ts';

export interface ActivityListProps {
  readonly view: LiveListView<ApiEvent>;
  readonly onOpen: (event: ApiEvent) => void;
  /** Somebody goes through the rows by keyboard, or no longer. */
  readonly onRead: (isRead: boolean) => void;
}

/** Where the rows come faster, each lighting up would be a flicker. */
const MAX_LIT_ROWS = 5;

/** Which row a key leads to. */
function targetOf(key: string, now: number, last: number): number | undefined {
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: now + 1,
    ArrowUp: now - 1,
    Home: 0,
    End: last,
  };
  const target = targets[key];
  return target === undefined ? undefined : Math.min(Math.max(target, 0), last);
}

/** The events as rows: Tab goes to the list, the arrow keys go through it, Enter opens one. */
export function ActivityList({ view: { items, added }, onOpen, onRead }: ActivityListProps) {
  const list = useRef<HTMLOListElement>(null);
  const [current, setCurrent] = useState<string>();
  const keys = items.map(keyOfEvent);
  const stop = keys.find(key => key === current) ?? keys[0];

  const onKeyDown = (event: KeyboardEvent) => {
    const rows = [...(list.current?.querySelectorAll('button') ?? [])];
    const now = rows.indexOf(document.activeElement as HTMLButtonElement);
    const target = targetOf(event.key, now, rows.length - 1);
    if (now === -1 || target === undefined) return;
    event.preventDefault();
    rows[target]?.focus();
  };
  const onFocus = ({ target }: FocusEvent<HTMLElement>) => {
    setCurrent(target.dataset['key']);
    if (target.matches(':focus-visible')) onRead(true);
  };
  return (
    <ol
      ref={list}
      className={`activity${added > 0 && added <= MAX_LIT_ROWS ? ' activity-lit' : ''}`}
      aria-label="Events, the newest first"
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={() => onRead(false)}
    >
      {items.map((event, index) => (
        <ActivityRow
          key={keys[index]}
          name={keys[index]!}
          event={event}
          isStop={keys[index] === stop}
          onOpen={onOpen}
        />
      ))}
    </ol>
  );
}

interface ActivityRowProps {
  /** The event's key. */
  readonly name: string;
  readonly event: ApiEvent;
  /** Whether Tab stops here. */
  readonly isStop: boolean;
  readonly onOpen: (event: ApiEvent) => void;
}

const ActivityRow = memo(function ActivityRow({ name, event, isStop, onOpen }: ActivityRowProps) {
  return (
    <li>
      <button
        type="button"
        className="activity-row"
        data-key={name}
        tabIndex={isStop ? 0 : -1}
        onClick={() => onOpen(event)}
      >
        <Time value={event.timestamp} />
        <Badge tone={toneOf(event.type)}>{event.type}</Badge>
        <span className="activity-user">{event.userId ?? 'nobody'}</span>
        <span className="activity-text">
          <EventText event={event} />
        </span>
      </button>
    </li>
  );
});
