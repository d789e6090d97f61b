import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 1000;

/**
 * Asks again and again until the answer is there, and returns it. Gives up with what was seen last; how long that
 * takes is a matter of the machine, and no result.
 */
export async function eventually<T>(
  ask: () => Promise<T | undefined>,
  options: { readonly what: string; readonly timeoutMs: number; readonly seen?: () => string },
): Promise<T> {
  const endMs = performance.now() + options.timeoutMs;
  for (;;) {
    const answer = await ask().catch((error: unknown) => {
      if (performance.now() > endMs) throw error;
      return undefined;
    });
    if (answer !== undefined) return answer;
    if (performance.now() > endMs) {
      throw new Error(
        `${options.what} did not come within ${options.timeoutMs} ms; ${options.seen?.() ?? ''}`,
      );
    }
    await sleep(PAUSE_MS);
  }
}
