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
export {
  type FeedPage,
  type FeedPosition,
  type PlacedEvent,
  readEventsAfter,
  readEventsAt,
} from './queries/events-after-leaf.ts';
export {
  type ResendOptions,
  type ResendOutcome,
  resendDeadLetters,
} from './resend-dead-letters.ts';
export { openStore, type Store } from './store.ts';
