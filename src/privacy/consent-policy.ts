import type { Pool } from 'pg';
import type { ConsentPolicy } from '../events/index.ts';

export interface ConsentWatchOptions {
  /** How often is looked for changes of other servers. @default 2000 */
  readonly pollMs?: number | undefined;
  /** Told why refusals could not be read; those known stay. */
  readonly onProblem: (where: string, error: unknown) => void;
}

/** Knows who has refused, without asking the database for each event. */
export interface ConsentWatch {
  /** False for users who refused; undefined for all others. */
  readonly policy: ConsentPolicy;
  /** Reads the refusals now where something changed, e.g. after `recordConsent`. Throws what the database says. */
  refresh(): Promise<void>;
  close(): void;
}

const DEFAULT_POLL_MS = 2000;

const READ_VERSION = "SELECT value FROM aiwatch_settings WHERE name = 'consents_version'";
const READ_REFUSALS = 'SELECT user_id FROM consents WHERE NOT granted';

/** Reads who has refused, and goes on to look for changes. Until the database answers, nobody has. */
export async function watchConsents(pool: Pool, options: ConsentWatchOptions): Promise<ConsentWatch> {
  const { pollMs = DEFAULT_POLL_MS, onProblem } = options;
  let refusals: ReadonlySet<string> = new Set();
  let version: string | undefined;

  const refresh = async (): Promise<void> => {
    const { rows } = await pool.query<{ value: string }>(READ_VERSION);
    const current = rows[0]?.value ?? '0';
    if (current === version) return;
    const refused = await pool.query<[string]>({ text: READ_REFUSALS, rowMode: 'array' });
    refusals = new Set(refused.rows.map(([userId]) => userId));
    version = current;
  };
  let isPolling = false;
  const poll = async (): Promise<void> => {
    // A database that is slow must not be asked more and more.
    if (isPolling) return;
    isPolling = true;
    await refresh().catch(error => onProblem('reading consents', error));
    isPolling = false;
  };

  await poll();
  const timer = setInterval(poll, pollMs);
  timer.unref();
  return {
    policy: userId => (refusals.has(userId) ? false : undefined),
    refresh,
    close: () => clearInterval(timer),
  };
}
