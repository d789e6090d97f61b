import { setTimeout as sleep } from 'node:timers/promises';
import { AiwatchError, reasonOfFetch } from '../../errors.ts';

const TIMEOUT_MS = 10_000;
const PAUSES_MS: readonly number[] = [1000, 5000];

/** Sends a checkpoint by POST, as text; again where that fails. Throws AUDIT_CHECKPOINT_NOT_SENT. */
export async function sendCheckpoint(
  url: string,
  note: string,
  pausesMs: readonly number[] = PAUSES_MS,
): Promise<void> {
  let found = await attempt(url, note);
  for (const pauseMs of pausesMs) {
    if (found === undefined) return;
    await sleep(pauseMs, undefined, { ref: false });
    found = await attempt(url, note);
  }
  if (found === undefined) return;
  throw new AiwatchError('AUDIT_CHECKPOINT_NOT_SENT', { where: new URL(url).host, found });
}

/** @returns what went wrong */
async function attempt(url: string, body: string): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    await response.body?.cancel();
    return response.ok ? undefined : `status ${response.status}`;
  } catch (error) {
    return reasonOfFetch(error);
  }
}
