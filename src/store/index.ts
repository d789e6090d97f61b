export {
  AIWATCH_ACTOR,
  type AuditFact,
  appendAction,
  exportAudit,
  findLastCheckpoint,
  listActions,
  listActionsOfUser,
  readLeaves,
  readTreeState,
  recordAction,
  recordFacts,
  storeCheckpoint,
} from './audit/index.ts';
export { closePool, createPool, inTransaction, type StoreConfig } from './connection.ts';
export { hasCluster, startEmbeddedPostgresql } from './embedded/index.ts';
export { LEAVES_CHANNEL } from './insert/append-leaf.ts';
export { emptyInbox, putIntoInbox } from './insert/inbox.ts';
export type { StoredLeaf } from './insert/store-batch.ts';
export { parseRecord } from './insert/stored-event.ts';
export { startLeadership } from './leadership.ts';
export { startListener } from './listener.ts';
export { LOCKS } from './locks.ts';
export { type Acknowledgement, acknowledgeIncident } from './queries/acknowledge-incident.ts';
export { type ActivityTotals, activitySummary, activityTotals } from './queries/activity-summary.ts';
export { applicationActivity } from './queries/application-activity.ts';
export { isTimeZone } from './queries/calendar.ts';
/** @public Benchmarks measure it. */
export { countByKey } from './queries/count-by-key.ts';
export { dashboard } from './queries/dashboard.ts';
export { readDatabaseId } from './queries/database-id.ts';
export { listDeadLetters } from './queries/dead-letters.ts';
export { type DeliveryCursor, loadCursor, saveCursor } from './queries/delivery-cursor.ts';
export {
  countDeliveryDeadLetters,
  DELIVERIES_CHANNEL,
  deleteDeliveryDeadLetter,
  insertDeliveryDeadLetter,
  listDeliveryDeadLetters,
  type ResendableLetter,
  readResendableLetters,
  requestResend,
} from './queries/delivery-dead-letters.ts';
export { EVENT_COLUMNS, type EventRow, eventOf } from './queries/event-row.ts';
export { eventStats } from './queries/event-stats.ts';
export {
  type PlacedEvent,
  readEventsAfter,
  readEventsAt,
} from './queries/events-after-leaf.ts';
export { readFeedEnd } from './queries/feed-end.ts';
export { findIncident } from './queries/find-incident.ts';
export { heatmap } from './queries/heatmap.ts';
export { hourlyMessages } from './queries/hourly-messages.ts';
export { type EventFilter, listEvents } from './queries/list-events.ts';
export { listIncidents } from './queries/list-incidents.ts';
export { overview } from './queries/overview.ts';
export { readEvents } from './queries/read-events.ts';
export { type IncidentReport, recordIncidents } from './queries/record-incidents.ts';
export { requestStats } from './queries/request-stats.ts';
export { schemaState } from './queries/schema-state.ts';
export { storeState } from './queries/store-state.ts';
export { systemStats } from './queries/system-stats.ts';
export { type OpenRange, rangeBefore, type TimeRange } from './queries/time-range.ts';
export { type TimelinePoint, timeline } from './queries/timeline.ts';
export { topUsers } from './queries/top-users.ts';
export { userTypeStats } from './queries/user-type-stats.ts';
export { resendDeadLetters } from './resend-dead-letters.ts';
export { runRetention } from './retention/index.ts';
export { UserSketch } from './sketch/user-sketch.ts';
export { classifyFailure, sqlStateOf } from './sql-errors.ts';
export { openStore, type Store } from './store.ts';
export { exportStore, importStore } from './transfer/index.ts';
