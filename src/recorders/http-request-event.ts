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

function buildData(observation: HttpRequestObservation, path: string): JsonObject {
  const { method, statusCode, durationSeconds, outcome, clientIp, apiKeyId } = observation;
  const isKnown = statusCode >= MIN_STATUS && statusCode <= MAX_STATUS;
  return {
    method,
    path,
    ...(isKnown && { statusCode }),
    // Whole microseconds.
    processTime: Math.round(durationSeconds * 1e6) / 1e6,
    ...(apiKeyId !== undefined && { apiKeyId }),
    ...(clientIp !== undefined && { clientIp }),
    ...(outcome !== 'completed' && { outcome }),
  };
}
