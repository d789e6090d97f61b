import { memo, useEffect } from 'react';
import { Link } from 'wouter';
import type { LiveSubscription } from '../../../../src/api/live.ts';
import { fetchRecentEvents } from '../../api/recent-events.ts';
import { Card } from '../../components/card.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Message } from '../../components/message.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Time } from '../../components/time.tsx';
import { formatMilliseconds } from '../../data/format-number.ts';
import { useQuery } from '../../data/use-query.ts';
import { useLive, useLiveState } from '../../live/live-context.tsx';
import { POLL_INTERVAL_MS } from '../../live/live-state.ts';
import { useLiveList } from '../../live/use-live-list.ts';
import { type LiveMessage, messageOfEvent, messageOfFrame } from './live-message.ts';

const MAX_MESSAGES = 50;
const HEIGHT_PX = 420;
const OPTIONS = {
  limit: MAX_MESSAGES,
  keyOf: ({ key }: LiveMessage) => key,
  timestampOf: ({ timestamp }: LiveMessage) => timestamp,
};
const SUBSCRIPTION: LiveSubscription = { channels: ['messages', 'health', 'metrics'] };
const TYPES = ['chat', 'message'] as const;

/** The last messages of the history, the newest first. */
async function fetchMessages(signal: AbortSignal): Promise<readonly LiveMessage[]> {
  const lists = await Promise.all(
    TYPES.map(type => fetchRecentEvents({ type, limit: MAX_MESSAGES }, signal)),
  );
  return lists
    .flat()
    .map(messageOfEvent)
    .sort((a, b) => (a.timestamp < b.timestamp ? 1 : -1))
    .slice(0, MAX_MESSAGES);
}

/** What single services say of themselves is not on this page. */
const isOfService = (data: unknown) => typeof data === 'object' && data !== null && 'service' in data;

export interface MessagesCardProps {
  /** The health of a part has changed. */
  readonly onHealth: () => void;
  /** There are new numbers of this server. */
  readonly onMetrics: () => void;
}

/** The last 50 messages of users, as they come. */
export function MessagesCard({ onHealth, onMetrics }: MessagesCardProps) {
  const isPolling = useLiveState().way === 'polling';
  const [{ items }, list] = useLiveList('messages', OPTIONS);
  const query = useQuery('messages', fetchMessages, isPolling ? { refreshMs: POLL_INTERVAL_MS } : {});
  const history = query.data;
  useEffect(() => {
    if (history !== undefined) list.fill(history);
  }, [history, list]);
  useLive(SUBSCRIPTION, {
    onFrame: frame => {
      const message = messageOfFrame(frame);
      if (message !== undefined) list.add([message]);
      if (isOfService(frame.data)) return;
      if (frame.type === 'health:changed') onHealth();
      if (frame.type === 'metrics:update') onMetrics();
    },
    onBegin: query.reload,
  });
  return (
    <Card
      title="Last messages"
      note={<Link href="/activity">All activity</Link>}
      isFlush
      minHeight={HEIGHT_PX}
    >
      <Loaded query={query} skeleton={HEIGHT_PX}>
        {messages =>
          items.length === 0 ? (
            <NoMessages isLoading={messages.length > 0} />
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be reached by keyboard
            <section className="messages-scroll" aria-label="Last messages" tabIndex={0}>
              <ol className="messages">
                {items.map(message => (
                  <MessageRow key={message.key} message={message} />
                ))}
              </ol>
            </section>
          )
        }
      </Loaded>
    </Card>
  );
}

/** @param isLoading whether there are some, which the list has not drawn yet */
function NoMessages({ isLoading }: { readonly isLoading: boolean }) {
  if (isLoading) return <Skeleton height={HEIGHT_PX} />;
  return (
    <Message icon="list" title="No messages yet">
      <p>What users write appears here as soon as an application reports it.</p>
    </Message>
  );
}

const MessageRow = memo(function MessageRow({ message }: { readonly message: LiveMessage }) {
  const { userName, text, timestamp, responseTimeMs } = message;
  return (
    <li className="message-row">
      <span className="message-user">{userName}</span>
      <Time value={timestamp} />
      <span className="message-text" title={text}>
        {text === '' ? <span className="muted">Its text is not captured</span> : text}
      </span>
      <span className="message-took muted numeric">
        {responseTimeMs !== null && formatMilliseconds(responseTimeMs)}
      </span>
    </li>
  );
});
