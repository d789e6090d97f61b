import { setTimeout as sleep } from 'node:timers/promises';
import { type RetryPauses, retryPauseMs } from './retry-pause.ts';

/**
 * Does what follows an attempt until it succeeds: a delivery is neither lost nor passed over before it is kept as done.
 * @returns false where the signal ended it first
 */
export async function settle(
  follow: () => void | Promise<void>,
  pauses: RetryPauses,
  signal: AbortSignal,
): Promise<boolean> {
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      await follow();
      return true;
    } catch {
      await sleep(retryPauseMs(pauses, failures), undefined, { signal }).catch(() => {});
    }
  }
  return false;
}
