import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { cutOff } from './connection.ts';
import { whileLocked } from './while-locked.ts';

export interface LeadershipOptions {
  /** Makes the connection that holds the lock. */
  readonly createClient: () => Client;
  /** One of LOCKS. */
  readonly lock: number;
  /**
   * Does the work of the one that has the lock, until the signal aborts: the connection broke, and another one may have
   * taken over, or it is closed. What is written through the client is written only while the lock is held. If it
   * throws, the lock is given up and asked for again later.
   */
  readonly lead: (client: Client, signal: AbortSignal) => Promise<void>;
  /** Told what made it give up. */
  readonly onProblem: (error: unknown) => void;
  /** Time between two attempts to get the lock. @default 3000 */
  readonly retryMs?: number;
}

/** Tries to lead until it is closed. */
export interface Leadership {
  /** Ends the work, waits for it for two seconds at the most, and lets go of the lock; then the connection is cut off. */
  close(): Promise<void>;
}

const DEFAULT_RETRY_MS = 3000;
/** Work that hangs by then loses its connection, and its lock with it. */
const CLOSE_DEADLINE_MS = 2000;

/** Of several servers on one database, one does a work at a time; when it dies, PostgreSQL frees its lock for another. */
export function startLeadership(options: LeadershipOptions): Leadership {
  const { createClient, lock, lead, retryMs = DEFAULT_RETRY_MS, onProblem } = options;
  const closing = new AbortController();
  let client: Client | undefined;
  const leadUntil = (leading: Client, broken: AbortSignal) =>
    lead(leading, AbortSignal.any([closing.signal, broken]));
  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      client = createClient();
      await whileLocked(client, lock, leadUntil).catch(onProblem);
      await sleep(retryMs, undefined, { signal: closing.signal }).catch(() => {});
    }
  };
  const running = run();
  return {
    close: async () => {
      closing.abort();
      await Promise.race([running, sleep(CLOSE_DEADLINE_MS, undefined, { ref: false })]);
      if (client !== undefined) cutOff(client);
    },
  };
}
