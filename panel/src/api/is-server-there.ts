/** A server that works answers this at once. */
const ANSWER_TIMEOUT_MS = 5000;

/** Whether the server answers at all, however it stands with the session and the database. */
export async function isServerThere(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    const { ok } = await fetch('/health/live', { credentials: 'omit', cache: 'no-store', signal });
    return ok;
  } catch {
    return false;
  }
}
