import type { JsonObject } from '../events/index.ts';
import type { HttpRequestObservation, HttpRequestRecorderOptions } from './http-request.ts';

const DEFAULT_QUIET_ROUTES = ['/metrics', '/health'];
/** What HTTP knows (RFC 9110 §15); Node.js would send others too. */
const [MIN_STATUS, MAX_STATUS] = [100, 599];

/** Makes the events of HTTP requests; undefined where nobody takes them. */
export function createHttpRequestEvents({
  events,
  quietRoutes = DEFAULT_QUIET_ROUTES,
}: HttpRequestRecorderOptions) {
  if (events === undefined) return undefined;
  const quiet = new Set(quietRoutes);
  return (observation: HttpRequestObservation, path: string): void => {
    if (quiet.has(path)) return;
    const data = buildData(observation, path);
    events.emitIn(observation.context, { type: 'request', event: 'completed', data });
  };
}

/** Assigned one by one: spreading what may be missing would take several times as long, with every request. */
function buildData(observation: HttpRequestObservation, path: string): JsonObject {
  const { method, statusCode, durationSeconds, outcome, clientIp, apiKeyId } = observation;
  // Whole microseconds.
  const processTime = Math.round(durationSeconds * 1e6) / 1e6;
  const data: Record<string, unknown> = { method, path, statusCode, processTime };
  if (!(statusCode >= MIN_STATUS && statusCode <= MAX_STATUS)) delete data['statusCode'];
  if (apiKeyId !== undefined) data['apiKeyId'] = apiKeyId;
  if (clientIp !== undefined) data['clientIp'] = clientIp;
  if (outcome !== 'completed') data['outcome'] = outcome;
  return data;
}
