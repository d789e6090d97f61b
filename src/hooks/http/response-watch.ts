import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpRequestObservation } from '../../recorders/index.ts';
import { watchQueued } from './queued-responses.ts';
import { contentTypeOf, isStreamingType } from './streaming-type.ts';

/** What was seen of one request and its response, from arrival to end. */
export type ResponseFacts = Omit<
  HttpRequestObservation,
  'method' | 'route' | 'context' | 'clientIp' | 'apiKeyId'
>;

/** Status of a client that left before there was an answer, as nginx logs it. */
const CLIENT_CLOSED_REQUEST = 499;
/** Status where the server broke the connection off before there was an answer. */
const SERVER_BROKE_OFF = 500;

/** Statuses whose answer has no body; `node:http` leaves out what an application writes. */
const BODILESS_STATUSES: ReadonlySet<number> = new Set([204, 304]);

/**
 * A body that is open for longer is streamed, whatever its type. Compressing and sending some MiB of an answer that is
 * there as a whole takes less; where somebody waits for the next piece (a model's, a source's), it takes longer.
 */
const LONGEST_WHOLE_BODY_MS = 100;

const WATCH = Symbol('aiwatch.responseWatch');

type WatchedResponse = ServerResponse & { [WATCH]?: ResponseWatch };

/** HTTP/2's response says of its stream whether the client reset it. */
type Http2Response = ServerResponse & { readonly stream?: { readonly aborted?: boolean } };

/** Who watches a response, and what it is told at the end. */
export interface Watcher {
  readonly owner: object;
  readonly onEnd: (facts: ResponseFacts) => void;
  /** Called before the first thing is sent: the last chance to set a header. */
  readonly onHead?: ((response: ServerResponse, elapsedSeconds: number) => void) | undefined;
}

/** Body chunk, encoding or callback, callback: the forms of `write` and `end`. */
type BodyArguments = [unknown?, unknown?, unknown?];
/** Status, reason or headers, headers: the forms of `writeHead`. */
type HeadArguments = [unknown?, unknown?, unknown?];

/**
 * Watches a response down at `node:http`, below any framework: however it is sent, hijacked, piped, aborted or broken
 * off, `onEnd` is called exactly once. Put on before anything else wraps the response, it counts the bytes that go out
 * (compressed ones, where something compresses).
 *
 * The methods that tell are replaced on the one response, by functions that all responses share; several owners
 * share one watch.
 * @returns false where the owner watches the response already.
 */
export function watchResponse(request: IncomingMessage, response: ServerResponse, watcher: Watcher): boolean {
  const watched = response as WatchedResponse;
  const known = watched[WATCH];
  if (known !== undefined) return known.addWatcher(watcher);
  watched[WATCH] = new ResponseWatch(request, response, watcher);
  watched.write = watchedWrite as WatchedResponse['write'];
  watched.end = watchedEnd as WatchedResponse['end'];
  watched.writeHead = watchedWriteHead as WatchedResponse['writeHead'];
  watched.flushHeaders = watchedFlushHeaders;
  watched.destroy = watchedDestroy;
  response.once('finish', noteFinish);
  response.once('close', closeWatched);
  if (response.socket === null) watchQueued(request.socket, response, finishWatched);
  return true;
}

class ResponseWatch {
  readonly startMs = performance.now();
  readonly request: IncomingMessage;
  readonly watchers: Watcher[];
  readonly write: (...body: BodyArguments) => boolean;
  readonly end: (...body: BodyArguments) => ServerResponse;
  readonly writeHead: (...head: HeadArguments) => ServerResponse;
  readonly flushHeaders: ServerResponse['flushHeaders'];
  readonly destroy: ServerResponse['destroy'];
  firstByteMs = 0;
  /** When the first piece of a body was written that was not sent as a whole. */
  firstPieceMs = 0;
  /** When nothing more was to be written. */
  endedMs = 0;
  /** What `writeHead` was told; other headers can be asked for at the end. */
  contentType: unknown;
  responseBytes = 0;
  chunkedRequestBytes = 0;
  isHeadFlushed = false;
  isBrokenOff = false;
  /** HTTP/2's `end` writes through `write`. */
  isEnding = false;
  isClientGone = false;
  /** Whether a client that is gone had not been sent anything. */
  isUnanswered = false;
  /** Whether the response said that all of it has been handed over; one that Fastify's `inject` made says so only here. */
  isHandedOver = false;
  hasEnded = false;
  isHeadAnnounced = false;

  constructor(request: IncomingMessage, response: ServerResponse, watcher: Watcher) {
    this.request = request;
    this.watchers = [watcher];
    this.write = response.write as ResponseWatch['write'];
    this.end = response.end as ResponseWatch['end'];
    this.writeHead = response.writeHead as ResponseWatch['writeHead'];
    this.flushHeaders = response.flushHeaders;
    this.destroy = response.destroy;
    if (request.headers['transfer-encoding'] !== undefined) this.#countChunkedRequest();
  }

  addWatcher(watcher: Watcher): boolean {
    if (this.watchers.some(({ owner }) => owner === watcher.owner)) return false;
    this.watchers.push(watcher);
    return true;
  }

  finish(response: ServerResponse): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    const facts = this.#facts(response);
    for (const { onEnd } of this.watchers) onEnd(facts);
  }

  /** Lets watchers set headers; however the head is sent, once. */
  announceHead(response: ServerResponse): void {
    if (this.isHeadAnnounced || response.headersSent) return;
    this.isHeadAnnounced = true;
    const elapsedSeconds = (performance.now() - this.startMs) / 1000;
    for (const { onHead } of this.watchers) onHead?.(response, elapsedSeconds);
  }

  /** Notes that something is about to be sent. @returns when; 0 where nobody is there any more to get it. */
  sending(response: ServerResponse): number {
    if (response.socket?.destroyed === true) {
      // Nobody gets this: a body parser, say, answers 400 to a client that left half-way through its request.
      if (!this.isClientGone) this.isUnanswered = !response.headersSent;
      this.isClientGone = true;
      return 0;
    }
    const nowMs = performance.now();
    if (this.firstByteMs === 0) this.firstByteMs = nowMs;
    return nowMs;
  }

  count(chunk: unknown, encoding: unknown): void {
    if (typeof chunk === 'string') {
      this.responseBytes += Buffer.byteLength(
        chunk,
        typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8',
      );
    } else if (chunk instanceof Uint8Array) {
      this.responseBytes += chunk.byteLength;
    }
  }

  #facts(response: ServerResponse): ResponseFacts {
    const nowMs = performance.now();
    const outcome = this.#outcome(response);
    const isAnswered = response.headersSent && !this.isUnanswered;
    const statusUnanswered = outcome === 'aborted' ? CLIENT_CLOSED_REQUEST : SERVER_BROKE_OFF;
    const hasBody = this.request.method !== 'HEAD' && !BODILESS_STATUSES.has(response.statusCode);
    return {
      statusCode: isAnswered ? response.statusCode : statusUnanswered,
      outcome,
      isStreamed: isAnswered && this.#isStreamed(response, nowMs),
      durationSeconds: (nowMs - this.startMs) / 1000,
      timeToFirstByteSeconds: this.firstByteMs === 0 ? undefined : (this.firstByteMs - this.startMs) / 1000,
      requestBytes: this.#requestBytes(),
      responseBytes: hasBody ? this.responseBytes : 0,
    };
  }

  /** Decided at the end: layers that compress write every answer in pieces, so that writing alone says nothing. */
  #isStreamed(response: ServerResponse, nowMs: number): boolean {
    if (this.isHeadFlushed) return true;
    const isOpenLong =
      this.firstPieceMs !== 0 && (this.endedMs || nowMs) - this.firstPieceMs > LONGEST_WHOLE_BODY_MS;
    return isOpenLong || isStreamingType(this.contentType ?? response.getHeader('content-type'));
  }

  #outcome(response: ServerResponse): ResponseFacts['outcome'] {
    const isReset = (response as Http2Response).stream?.aborted === true;
    const isHandedOver = response.writableFinished || this.isHandedOver;
    if (isHandedOver && !this.isClientGone && !isReset) return 'completed';
    return this.isBrokenOff || this.#isCutOffHere(response) ? 'error' : 'aborted';
  }

  /**
   * Whether the connection was closed on this side, as Express does after an error half-way through an answer: a client
   * that leaves ends its side, or resets the connection, which is an error.
   */
  #isCutOffHere(response: Http2Response): boolean {
    if (response.stream !== undefined) return false;
    const { destroyed, readableEnded, errored }: Partial<Socket> = this.request.socket ?? {};
    return destroyed === true && readableEnded === false && errored === null;
  }

  #requestBytes(): number {
    const declared = Number(this.request.headers['content-length'] ?? 0);
    return declared >= 0 && Number.isFinite(declared) ? declared + this.chunkedRequestBytes : 0;
  }

  /** The parser of `node:http` pushes every chunk of a body; listening for data would start the flow too early. */
  #countChunkedRequest(): void {
    const push = this.request.push.bind(this.request);
    this.request.push = (chunk: unknown, encoding?: BufferEncoding) => {
      if (chunk instanceof Uint8Array) this.chunkedRequestBytes += chunk.byteLength;
      return push(chunk, encoding);
    };
  }
}

function watchedWrite(this: WatchedResponse, ...body: BodyArguments): boolean {
  const watch = this[WATCH]!;
  watch.announceHead(this);
  if (!watch.isEnding) {
    const nowMs = watch.sending(this);
    if (nowMs !== 0) {
      if (watch.firstPieceMs === 0) watch.firstPieceMs = nowMs;
      watch.count(body[0], body[1]);
    }
  }
  return watch.write.apply(this, body);
}

function watchedEnd(this: WatchedResponse, ...body: BodyArguments): ServerResponse {
  const watch = this[WATCH]!;
  watch.announceHead(this);
  const nowMs = watch.sending(this);
  if (nowMs !== 0) {
    if (watch.endedMs === 0) watch.endedMs = nowMs;
    watch.count(body[0], body[1]);
  }
  watch.isEnding = true;
  return watch.end.apply(this, body);
}

function watchedWriteHead(this: WatchedResponse, ...head: HeadArguments): ServerResponse {
  const watch = this[WATCH]!;
  watch.announceHead(this);
  watch.contentType = contentTypeOf(head) ?? watch.contentType;
  return watch.writeHead.apply(this, head);
}

/** Headers that go out ahead of a body announce that it comes later. */
function watchedFlushHeaders(this: WatchedResponse): void {
  const watch = this[WATCH]!;
  watch.announceHead(this);
  if (!this.headersSent && !watch.isEnding && watch.sending(this) !== 0) watch.isHeadFlushed = true;
  watch.flushHeaders.call(this);
}

function watchedDestroy(this: WatchedResponse, error?: Error): WatchedResponse {
  const watch = this[WATCH]!;
  // An application that hears of a client's leaving destroys the response too.
  if (!this.destroyed && this.socket?.destroyed !== true) watch.isBrokenOff = true;
  watch.destroy.call(this, error);
  return this;
}

function noteFinish(this: WatchedResponse): void {
  this[WATCH]!.isHandedOver = true;
}

function closeWatched(this: ServerResponse): void {
  finishWatched(this);
}

function finishWatched(response: WatchedResponse): void {
  response[WATCH]?.finish(response);
}
