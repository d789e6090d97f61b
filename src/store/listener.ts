import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { cutOff } from './connection.ts';

export interface ListenerOptions {
  /** Makes the connection that listens; a new one each time that the last has broken. */
  readonly createClient: () => Client;
  /** Names of ours; they are not quoted. */
  readonly channels: readonly string[];
  /**
   * Told that something may be new: at each notification, by its channel, and without one after each connect and at
   * each poll. Never throws.
   */
  readonly onWake: (channel?: string, payload?: string) => void;
  /** How often it wakes without being told, since notifications are lost while no connection is there. @default 5000 */
  readonly pollMs?: number;
}

/** Listens until it is closed. */
export interface Listener {
  close(): Promise<void>;
}

const DEFAULT_POLL_MS = 5000;
/** A server that has not said goodbye by then is stopped, or out of reach. */
const CLOSE_DEADLINE_MS = 1000;

/**
 * Listens to notifications of the store, and connects again by itself at the next poll where the connection breaks.
 * Whoever is woken asks the store what is new: a notification says nothing else.
 */
export function startListener(options: ListenerOptions): Listener {
  const { createClient, channels, onWake, pollMs = DEFAULT_POLL_MS } = options;
  let client: Client | undefined;
  let connecting: Promise<void> | undefined;
  let isClosed = false;

  const drop = (broken: Client): void => {
    if (client === broken) client = undefined;
    broken.end().catch(() => {});
  };
  const connect = async (): Promise<void> => {
    const fresh = createClient();
    client = fresh;
    fresh.on('notification', ({ channel, payload }) => onWake(channel, payload));
    fresh.on('end', () => drop(fresh));
    fresh.on('error', () => drop(fresh));
    try {
      await fresh.connect();
      for (const channel of channels) await fresh.query(`LISTEN ${channel}`);
      onWake();
    } catch {
      drop(fresh);
    }
  };
  const poll = (): void => {
    if (client === undefined && !isClosed) connecting = connect();
    onWake();
  };

  connecting = connect();
  const timer = setInterval(poll, pollMs);
  return {
    close: async () => {
      isClosed = true;
      clearInterval(timer);
      const ended = connecting?.then(() => client?.end());
      await Promise.race([ended, sleep(CLOSE_DEADLINE_MS, undefined, { ref: false })]);
      if (client !== undefined) cutOff(client);
    },
  };
}
