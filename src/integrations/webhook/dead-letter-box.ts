import type { Pool } from 'pg';
import {
  countDeliveryDeadLetters,
  deleteDeliveryDeadLetter,
  insertDeliveryDeadLetter,
  type ResendableLetter,
  readResendableLetters,
} from '../../store/index.ts';
import type { FeedDelivery } from './feed-delivery.ts';

/** The dead letters of one consumer. */
export interface DeadLetterBox {
  /** As it was counted last. */
  readonly count: number;
  /** What is to be sent again and is not on its way yet; it is from now on. */
  takeResendable(limit: number): Promise<readonly ResendableLetter[]>;
  put(delivery: FeedDelivery, reason: string, attempts: number): Promise<void>;
  /** The delivery of a letter arrived after all. */
  remove(letterId: string): Promise<void>;
  /** Counts again; the letters of events that are gone go too. */
  refresh(): Promise<void>;
}

export function createDeadLetterBox(pool: Pool, consumer: string): DeadLetterBox {
  const resending = new Set<string>();
  let count = 0;
  const refresh = async (): Promise<void> => {
    count = await countDeliveryDeadLetters(pool, consumer);
  };
  return {
    get count() {
      return count;
    },
    takeResendable: async limit => {
      const letters = await readResendableLetters(pool, consumer, { known: [...resending], limit });
      for (const { id } of letters) resending.add(id);
      return letters;
    },
    put: async ({ event, rowId, letterId }, reason, attempts) => {
      await insertDeliveryDeadLetter(pool, { consumer, event, rowId, reason, attempts });
      if (letterId !== undefined) resending.delete(letterId);
      await refresh();
    },
    remove: async letterId => {
      await deleteDeliveryDeadLetter(pool, letterId);
      resending.delete(letterId);
      await refresh();
    },
    refresh,
  };
}
