import { closePool, createPool, putIntoInbox, type StoreConfig } from '../../store/index.ts';
import type { Destination } from './delivery.ts';

const MAX_CONNECTIONS = 2;
/** The delivery has waited for its last answer already. */
const CLOSE_DEADLINE_MS = 1000;

/** Delivers events of an application into the inbox of a PostgreSQL, from which an aiwatch server stores them. */
export function createInboxDestination(connection: StoreConfig['connection']): Destination {
  const pool = createPool({ connection, maxConnections: MAX_CONNECTIONS });
  return {
    deliver: async records => {
      await putIntoInbox(pool, records);
      return { stored: records.length, duplicates: 0, deadLetters: 0 };
    },
    close: () => closePool(pool, CLOSE_DEADLINE_MS),
  };
}
