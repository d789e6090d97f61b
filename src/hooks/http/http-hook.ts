import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ActivityContext, parseTraceparent } from '../../events/index.ts';
import type { HttpRequestRecorder, ProblemRecorder } from '../../recorders/index.ts';
import { watchResponse } from './response-watch.ts';

/** Says who sends a request; synchronous, from what the request carries. */
export type Identify = (request: IncomingMessage) => {
  readonly userId?: unknown;
  readonly sessionId?: unknown;
};

/** What every HTTP hook needs. */
export interface HttpHookOptions {
  readonly recorder: HttpRequestRecorder;
  readonly problem: ProblemRecorder;
  readonly identify?: Identify | undefined;
}

/** What the HTTP hooks of all frameworks share. None of it throws. */
export interface HttpHook {
  /**
   * Observes one request to its end; once, however often it comes by.
   * @param routeOf asked at the end, for the template of the route that answered.
   */
  observe(
    request: IncomingMessage,
    response: ServerResponse,
    context: ActivityContext | undefined,
    routeOf: () => string | undefined,
  ): void;
  /** The context of a request, or undefined where nothing is known: then no asynchronous context need be entered. */
  contextOf(request: IncomingMessage): ActivityContext | undefined;
  announceRoute(method: string, route: string): void;
}

/** Makes the common part of the HTTP hooks. @param name of the hook in `aiwatch_hook_errors_total`. */
export function createHttpHook(name: string, { recorder, problem, identify }: HttpHookOptions): HttpHook {
  const nameRoute = (routeOf: () => string | undefined): string | undefined => {
    try {
      return routeOf();
    } catch (error) {
      problem.record(name, error);
      return undefined;
    }
  };
  const observe: HttpHook['observe'] = (request, response, context, routeOf) => {
    const isNew = watchResponse(request, response, recorder, facts => {
      try {
        recorder.record({ method: request.method ?? '', route: nameRoute(routeOf), context, ...facts });
      } catch (error) {
        problem.record(name, error);
      }
    });
    if (isNew) recorder.begin();
  };
  const contextOf: HttpHook['contextOf'] = request => {
    const { traceparent } = request.headers;
    const trace = traceparent === undefined ? undefined : parseTraceparent(traceparent);
    const who = identify?.(request);
    if (who === undefined && trace?.traceId === undefined) return undefined;
    return {
      userId: textOf(who?.userId),
      sessionId: textOf(who?.sessionId),
      requestId: textOf(request.headers['x-request-id']),
      ...trace,
    };
  };
  return {
    observe: (request, response, context, routeOf) => {
      try {
        observe(request, response, context, routeOf);
      } catch (error) {
        problem.record(name, error);
      }
    },
    contextOf: problem.guard(name, contextOf),
    announceRoute: problem.guard(name, recorder.announceRoute),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
