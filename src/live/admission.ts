import type { IncomingHttpHeaders } from 'node:http';
import { AiwatchError, isAiwatchError } from '../errors.ts';

/** Somebody who was let in. */
export interface Admission {
  /** When the token ends, as Unix milliseconds. */
  readonly expiresMs: number;
  /** Rejects where the token would not be let in any more, e.g. as it was revoked. */
  check(): Promise<void>;
}

/** Headers of a request. */
export type RequestHeaders = IncomingHttpHeaders;

/** Decides who may follow the live feed. */
export interface LiveAccess {
  /**
   * @param token what a client gives beside the headers, as socket.io has it
   * Rejects with TOKEN_… or ROLE_REFUSED.
   */
  admit(where: string, headers: RequestHeaders, token?: string): Promise<Admission>;
  /** Logs what was decided of a service that said its secret. @param decision `granted`, or the code of the refusal */
  logService(where: string, service: string, decision: string): void;
}

/** A token that is revoked ends its streams within this time. */
const CHECK_INTERVAL_MS = 60_000;

/** Looks after a connection that stays. @returns stops looking */
export function watchAdmission(
  where: string,
  { expiresMs, check }: Admission,
  onEnd: (error: AiwatchError) => void,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    if (Date.now() >= expiresMs) {
      onEnd(new AiwatchError('TOKEN_EXPIRED', { where, found: 'one that has expired meanwhile' }));
      return;
    }
    try {
      await check();
    } catch (error) {
      // Where the keys of an identity provider cannot be had now, what was found before stays.
      if (isAiwatchError(error) && error.code !== 'TOKEN_KEYS_UNREACHABLE') return onEnd(error);
    }
    wait();
  };
  let isStopped = false;
  const wait = (): void => {
    if (isStopped) return;
    const waitMs = Math.max(0, Math.min(CHECK_INTERVAL_MS, expiresMs - Date.now()));
    timer = setTimeout(() => void look(), waitMs).unref();
  };
  wait();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
