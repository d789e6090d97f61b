export { createPool, type StoreConfig } from './connection.ts';
export {
  type EmbeddedPostgresql,
  type EmbeddedPostgresqlOptions,
  startEmbeddedPostgresql,
} from './embedded/index.ts';
export { LEAVES_CHANNEL } from './insert/append-leaf.ts';
export type { BatchWriter, WriteResult } from './insert/batch-writer.ts';
export { emptyInbox, putIntoInbox } from './insert/inbox.ts';
export { type Leadership, type LeadershipOptions, startLeadership } from './leadership.ts';
export { type Listener, type ListenerOptions, startListener } from './listener.ts';
export { LOCKS } from './locks.ts';
export type { ActiveUser } from './queries/active-users.ts';
export { type ActivitySummary, activitySummary } from './queries/activity-summary.ts';
export { type CalendarInterval, INTERVALS, type Interval, isTimeZone } from './queries/calendar.ts';
export { countByKey, type KeyCount } from './queries/count-by-key.ts';
export type { CountQuestion, Dimension } from './queries/counted-rows.ts';
export { type Dashboard, dashboard } from './queries/dashboard.ts';
export { listDeadLetters, type StoreDeadLetter } from './queries/dead-letters.ts';
export { type DeliveryCursor, loadCursor, saveCursor } from './queries/delivery-cursor.ts';
export {
  countDeliveryDeadLetters,
  DELIVERIES_CHANNEL,
  type DeliveryDeadLetter,
  deleteDeliveryDeadLetter,
  insertDeliveryDeadLetter,
  listDeliveryDeadLetters,
  type ResendableLetter,
  readResendableLetters,
  requestResend,
} from './queries/delivery-dead-letters.ts';
export { type EventStats, eventStats, type StatsQuestion } from './queries/event-stats.ts';
export {
  type FeedPage,
  type FeedPosition,
  type PlacedEvent,
  readEventsAfter,
  readEventsAt,
} from './queries/events-after-leaf.ts';
export { type HeatmapCell, type HeatmapQuestion, heatmap } from './queries/heatmap.ts';
export { type HourlyMessages, hourlyMessages } from './queries/hourly-messages.ts';
export {
  type EventFilter,
  type EventListQuestion,
  type EventPage,
  listEvents,
} from './queries/list-events.ts';
export { type Indicator, type Overview, type OverviewQuestion, overview } from './queries/overview.ts';
export { PERIODS, type Period } from './queries/period.ts';
export { readEvents } from './queries/read-events.ts';
export { type RequestStats, requestStats } from './queries/request-stats.ts';
export { type StoreState, storeState } from './queries/store-state.ts';
export { type SystemSample, type SystemStats, systemStats } from './queries/system-stats.ts';
export { type OpenRange, rangeBefore, type TimeRange } from './queries/time-range.ts';
export { type TimelinePoint, type TimelineQuestion, timeline } from './queries/timeline.ts';
export { type TopUser, topUsers } from './queries/top-users.ts';
export { type UserTypeStats, userTypeStats } from './queries/user-type-stats.ts';
export {
  type ResendOptions,
  type ResendOutcome,
  resendDeadLetters,
} from './resend-dead-letters.ts';
export { classifyFailure } from './sql-errors.ts';
export { openStore, type Store } from './store.ts';
