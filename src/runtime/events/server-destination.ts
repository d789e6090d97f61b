import { setTimeout as sleep } from 'node:timers/promises';
import { AiwatchError } from '../../errors.ts';
import { ROW_ID_LENGTH } from '../../events/index.ts';
import type { DeliveryResult, Destination } from './delivery.ts';

export interface ServerDestinationOptions {
  /** The aiwatch server, e.g. `http://localhost:4000`. */
  readonly url: string;
  /** Of role `service`. */
  readonly token: string | undefined;
  /** Told of events that the server refused for good; they are not sent again. */
  readonly onRefused: (count: number, example: string) => void;
}

/** As much of the server's answer as is used. */
interface Answer {
  readonly accepted: number;
  readonly refused: number;
  readonly results?: readonly { readonly error?: string }[];
}

const TIMEOUT_MS = 30_000;
const TOO_LARGE = 413;
const BAD_REQUEST = 400;
const OVERLOADED: ReadonlySet<number> = new Set([429, 503]);
/** Whatever a server asks for: it may be back earlier. */
const MAX_PAUSE_MS = 60_000;

/**
 * Delivers events of an application to an aiwatch server, which knows those that it has by their ids. A batch that the
 * server refuses as a whole is halved, until it takes it, or what it refuses is one event. What the server leaves out
 * as configured is none of the numbers: the server counts it.
 */
export function createServerDestination({ url, token, onRefused }: ServerDestinationOptions): Destination {
  const address = new URL('api/v1/events', url.endsWith('/') ? url : `${url}/`);
  const post = createPost(address, token);
  const closing = new AbortController();
  let pauseMs = 0;

  const offer = async (records: readonly Uint8Array[], signal: AbortSignal): Promise<DeliveryResult> => {
    const response = await post(records, signal);
    if (response.ok) return readAnswer(response, onRefused);
    const code = await readCode(response);
    if (!isOfItsContent(response.status, code)) {
      pauseMs = askedPauseMs(response);
      throw notDelivered(address, `status ${response.status} ${code}`.trimEnd());
    }
    if (records.length > 1) return deliverHalves(records, deliver);
    onRefused(1, code || `status ${response.status}`);
    return { stored: 0, duplicates: 0, deadLetters: 1 };
  };
  const deliver: Destination['deliver'] = async records => {
    if (pauseMs > 0) await sleep(pauseMs, undefined, { signal: closing.signal, ref: false });
    pauseMs = 0;
    return withinTime(signal => offer(records, signal), address, closing.signal);
  };
  return { deliver, close: async () => closing.abort() };
}

function createPost(address: URL, token: string | undefined) {
  const headers = {
    'content-type': 'application/x-ndjson',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  return (records: readonly Uint8Array[], signal: AbortSignal): Promise<Response> =>
    fetch(address, { method: 'POST', headers, body: records.map(textOf).join('\n'), signal });
}

/**
 * Ends a request, and the reading of its answer, when the time is over or the destination is closed. `AbortSignal.any`
 * is not for this: in Node.js 20 a timeout that nothing else holds is collected as garbage, and never comes.
 */
async function withinTime<T>(
  request: (signal: AbortSignal) => Promise<T>,
  address: URL,
  closing: AbortSignal,
): Promise<T> {
  closing.throwIfAborted();
  const ending = new AbortController();
  const close = () => ending.abort(closing.reason);
  const giveUp = () => ending.abort(notDelivered(address, `no answer within ${TIMEOUT_MS / 1000} s`));
  closing.addEventListener('abort', close);
  const timer = setTimeout(giveUp, TIMEOUT_MS);
  try {
    return await request(ending.signal);
  } finally {
    clearTimeout(timer);
    closing.removeEventListener('abort', close);
  }
}

async function readAnswer(response: Response, onRefused: ServerDestinationOptions['onRefused']) {
  const { accepted, refused, results } = (await response.json()) as Answer;
  if (refused > 0) onRefused(refused, results?.find(({ error }) => error !== undefined)?.error ?? '');
  return { stored: accepted, duplicates: 0, deadLetters: refused };
}

async function deliverHalves(records: readonly Uint8Array[], deliver: Destination['deliver']) {
  const middle = Math.ceil(records.length / 2);
  const first = await deliver(records.slice(0, middle));
  const second = await deliver(records.slice(middle));
  return {
    stored: first.stored + second.stored,
    duplicates: 0,
    deadLetters: first.deadLetters + second.deadLetters,
  };
}

/** A 400 without a code is not of aiwatch, but of something between: it says nothing of the events. */
function isOfItsContent(status: number, code: string): boolean {
  return status === TOO_LARGE || (status === BAD_REQUEST && code !== '');
}

/** What `Retry-After` says in seconds; 0 where it says nothing. */
function askedPauseMs({ status, headers }: Response): number {
  const seconds = Number(headers.get('retry-after') ?? 0);
  return OVERLOADED.has(status) && seconds > 0 ? Math.min(seconds * 1000, MAX_PAUSE_MS) : 0;
}

function textOf(record: Uint8Array): string {
  return Buffer.from(
    record.buffer,
    record.byteOffset + ROW_ID_LENGTH,
    record.byteLength - ROW_ID_LENGTH,
  ).toString();
}

async function readCode(response: Response): Promise<string> {
  const body = (await response.json().catch(() => ({}))) as { error?: unknown } | null;
  return typeof body?.error === 'string' ? body.error : '';
}

function notDelivered({ origin, pathname }: URL, found: string): AiwatchError {
  return new AiwatchError('EVENTS_NOT_DELIVERED', { where: `POST ${origin}${pathname}`, found });
}
