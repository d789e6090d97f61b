import type { IncomingMessage, ServerResponse } from 'node:http';
import { AiwatchError, describe } from '../../errors.ts';
import { type ActivityContext, parseTraceparent } from '../../events/index.ts';
import type { HttpRequestRecorder, ProblemRecorder } from '../../recorders/index.ts';
import { type ApiKeyId, createApiKeyLookup, type ResolveApiKey } from './api-key.ts';
import { clientIpOf } from './client-ip.ts';
import { requestIdOf } from './request-id.ts';
import { createRequestLog, type RequestLogger } from './request-log.ts';
import { type ResponseFacts, watchResponse } from './response-watch.ts';

/** Says who sends a request, by ids that are texts or numbers; synchronous, from what the request carries. */
export type Identify = (request: IncomingMessage) => {
  readonly userId?: unknown;
  readonly sessionId?: unknown;
};

/** What every HTTP hook needs. */
export interface HttpHookOptions {
  readonly recorder: HttpRequestRecorder;
  readonly problem: ProblemRecorder;
  readonly identify?: Identify | undefined;
  readonly resolveApiKey?: ResolveApiKey | undefined;
  /** Where each request is logged; responses then carry `X-Request-ID` and `X-Process-Time`. @default nowhere */
  readonly requestLog?: RequestLogger | undefined;
}

/** What a framework knows of a request. */
interface RequestFacts {
  /** The template of the route; asked at the end, for the one that answered, and at the start for the log. */
  readonly routeOf: () => string | undefined;
  /** The client's address where the framework knows proxies. */
  readonly ip?: unknown;
}

/** What the HTTP hooks of all frameworks share. None of it throws. */
export interface HttpHook {
  /** Observes one request to its end; once, however often it comes by. */
  observe(
    request: IncomingMessage,
    response: ServerResponse,
    context: ActivityContext | undefined,
    facts: RequestFacts,
  ): void;
  /**
   * The context of a request, or undefined where neither `identify` nor a `traceparent` or `x-request-id` header says
   * anything: then no asynchronous context need be entered.
   * @param ownRequestId the framework's, for a context that there is anyway and for a request that brings none.
   */
  contextOf(request: IncomingMessage, ownRequestId?: string): ActivityContext | undefined;
  announceRoute(method: string, route: string): void;
}

const SWITCHING_PROTOCOLS = 101;

/** Makes the common part of the HTTP hooks. @param name of the hook in `aiwatch_hook_errors_total`. */
export function createHttpHook(name: string, options: HttpHookOptions): HttpHook {
  const { recorder, problem, identify, resolveApiKey, requestLog } = options;
  const lookUpApiKey = createApiKeyLookup(resolveApiKey, name, problem);
  const log = requestLog && createRequestLog(requestLog);
  const startLog = problem.guard(name, (request: IncomingMessage, route: string | undefined) =>
    log?.start(request, route),
  );
  const nameRoute = (routeOf: () => string | undefined): string | undefined => {
    try {
      return routeOf();
    } catch (error) {
      problem.record(name, error);
      return undefined;
    }
  };
  const recordLater = (id: ApiKeyId, record: (apiKeyId: string | undefined) => void): void => {
    if (id instanceof Promise) void id.then(problem.guard(name, record));
    else record(id);
  };
  const mark = problem.guard(name, (request: IncomingMessage, response: ServerResponse, seconds: number) =>
    log?.mark(request, response, seconds),
  );
  const observe: HttpHook['observe'] = (request, response, context, { routeOf, ip }) => {
    const isUpgrade = isUpgraded(request);
    // Both are gone when the connection is.
    const clientIp = clientIpOf(request, ip);
    let apiKeyId: ApiKeyId;
    const finish = (facts: ResponseFacts): void => {
      if (isUpgrade) {
        if (!isRefused(response)) return;
        recorder.begin();
      }
      const method = request.method ?? '';
      const route = nameRoute(routeOf);
      recordLater(apiKeyId, id =>
        recorder.record({ method, route, context, clientIp, apiKeyId: id, ...facts }),
      );
      log?.end(request, route, facts);
    };
    const isNew = watchResponse(request, response, {
      owner: recorder,
      onEnd: problem.guard(name, finish),
      onHead: log && ((_response, seconds) => mark(request, response, seconds)),
    });
    if (!isNew || isUpgrade) return;
    recorder.begin();
    apiKeyId = lookUpApiKey(request);
    if (log !== undefined) startLog(request, nameRoute(routeOf));
  };
  const senderOf = problem.guard(name, (request: IncomingMessage) => checkSender(identify?.(request)));
  const contextOf: HttpHook['contextOf'] = (request, ownRequestId) => {
    const { traceparent, 'x-request-id': requestId } = request.headers;
    const trace = traceparent === undefined ? undefined : parseTraceparent(traceparent);
    const sender = identify === undefined ? undefined : senderOf(request);
    const doNotTrack = asksNotToBeTracked(request);
    const saysNothing = sender === undefined && trace?.traceId === undefined && requestId === undefined;
    if (log === undefined && saysNothing && !doNotTrack) return undefined;
    return {
      userId: idOf(sender?.userId),
      sessionId: idOf(sender?.sessionId),
      requestId: log === undefined ? (idOf(requestId) ?? ownRequestId) : requestIdOf(request),
      ...(doNotTrack && { doNotTrack }),
      ...trace,
    };
  };
  return {
    observe: problem.guard(name, observe),
    contextOf: problem.guard(name, contextOf),
    announceRoute: problem.guard(name, recorder.announceRoute),
  };
}

/** `DNT: 1`, or `Sec-GPC: 1` (https://w3c.github.io/gpc/). */
function asksNotToBeTracked({ headers }: IncomingMessage): boolean {
  return headers['dnt'] === '1' || headers['sec-gpc'] === '1';
}

/** Whether the request left HTTP for the `upgrade` event; frameworks take it through their routes all the same. */
function isUpgraded(request: IncomingMessage): boolean {
  return (request as { readonly upgrade?: unknown }).upgrade === true;
}

/** An upgrade that is not refused becomes a connection of hours, which is no request any more. */
function isRefused({ headersSent, statusCode }: ServerResponse): boolean {
  return headersSent && statusCode !== SWITCHING_PROTOCOLS;
}

/** What `identify` returned; nothing counts as not known. Throws HOOK_TARGET_INVALID for a promise. */
function checkSender(sender: ReturnType<Identify> | null | undefined): ReturnType<Identify> | undefined {
  const { then } = (sender ?? {}) as { readonly then?: unknown };
  if (typeof then !== 'function') return sender ?? undefined;
  // Nobody waits for it, so that its rejection would end the process.
  then.call(sender, undefined, () => {});
  throw new AiwatchError('HOOK_TARGET_INVALID', {
    where: 'identify()',
    expected: 'a result at once (identify must be synchronous)',
    found: describe(sender),
  });
}

function idOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
