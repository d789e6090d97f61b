import { type Clock, systemClock } from '../../clock.ts';
import { reasonOfFetch } from '../../errors.ts';
import type { DeliveryConfig } from './delivery-config.ts';
import { parseRetryAfter } from './retry-pause.ts';
import { buildSignatureHeaders } from './signature.ts';

/** What is posted. */
export interface Message {
  /** The same at each attempt; header `webhook-id`. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
}

/**
 * How an attempt ended. `failed`: it may go better later, and may be due to this message; `unreachable`: so, but none of
 * the message's doing; `refused`: the other side will not have this message, now or later; `stopped`: by us.
 */
export type AttemptOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'stopped' }
  | {
      readonly kind: 'failed' | 'unreachable';
      readonly reason: string;
      readonly retryAfterMs?: number | undefined;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Makes one attempt; never throws. */
export type Attempt = (message: Message, stop: AbortSignal) => Promise<AttemptOutcome>;

const MS_PER_SECOND = 1000;
/** Bodies of answers are of no use; a short one is read to its end, so that the connection can be used again. */
const MAX_DRAINED_BYTES = 64 * 1024;

/** Bad Request, Payload Too Large, Unprocessable Content: about this message. */
const REFUSALS: ReadonlySet<number> = new Set([400, 413, 422]);
/** Answers that say nothing about the message: the key, the address, the load, or what stands between. */
const UNREACHABLE: ReadonlySet<number> = new Set([
  401, 403, 404, 405, 407, 408, 410, 425, 429, 502, 503, 504,
]);

export function createAttempt(
  config: DeliveryConfig,
  timeoutMs: number,
  clock: Clock = systemClock,
): Attempt {
  const { endpoint } = config;
  return async (message, stop) => {
    const aborting = new AbortController();
    const { signal } = aborting;
    const end = () => aborting.abort();
    const timer = setTimeout(end, timeoutMs);
    stop.addEventListener('abort', end);
    try {
      const headers = buildHeaders(config, message, clock());
      // A redirect would take the key and the event elsewhere.
      const request: RequestInit = {
        method: 'POST',
        headers,
        body: message.body,
        signal,
        redirect: 'manual',
      };
      const response = await fetch(endpoint, request);
      await discardBody(response);
      return outcomeOf(response, clock());
    } catch (error) {
      if (stop.aborted) return { kind: 'stopped' };
      const reason = signal.aborted ? `no answer within ${timeoutMs} ms` : reasonOfFetch(error);
      return { kind: 'unreachable', reason };
    } finally {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
    }
  };
}

function buildHeaders({ apiKey, signingSecret }: DeliveryConfig, { id, body }: Message, nowMs: number) {
  const timestampSeconds = Math.floor(nowMs / MS_PER_SECOND);
  return {
    'content-type': 'application/json',
    'user-agent': 'aiwatch',
    'webhook-id': id,
    ...(signingSecret !== undefined && buildSignatureHeaders(signingSecret, { id, timestampSeconds, body })),
    ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
  };
}

async function discardBody({ body }: Response): Promise<void> {
  if (body === null) return;
  const reader = body.getReader();
  for (let bytes = 0; bytes <= MAX_DRAINED_BYTES; ) {
    const { done, value } = await reader.read();
    if (done) return;
    bytes += value.byteLength;
  }
  await reader.cancel();
}

function outcomeOf({ status, headers }: Response, nowMs: number): AttemptOutcome {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const reason = `status ${status}`;
  if (REFUSALS.has(status)) return { kind: 'refused', reason };
  const isRedirect = status >= 300 && status < 400;
  const retryAfterMs = parseRetryAfter(headers.get('retry-after'), nowMs);
  return {
    kind: isRedirect || UNREACHABLE.has(status) ? 'unreachable' : 'failed',
    reason: isRedirect ? `${reason}: redirects are not followed` : reason,
    retryAfterMs,
  };
}
