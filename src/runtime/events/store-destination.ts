import type { Store } from '../../store/index.ts';
import type { Destination } from './delivery.ts';

/** Delivers events into the store of the server, which stays open. */
export function createStoreDestination(store: Pick<Store, 'write'>): Destination {
  return {
    deliver: async records => {
      const { stored, skipped, refused } = await store.write(records);
      return { stored, duplicates: skipped, deadLetters: refused };
    },
    close: async () => {},
  };
}
