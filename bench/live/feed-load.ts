/** What comes in while somebody watches. */
export const EVENTS_PER_SECOND = 500;
/** Applications send what a moment brings together. */
const EVENTS_PER_REQUEST = 5;

/** The load of it, for `runLoad`. */
export const FEED_LOAD = {
  connections: 8,
  eventsPerRequest: EVENTS_PER_REQUEST,
  requestsPerSecond: EVENTS_PER_SECOND / EVENTS_PER_REQUEST,
} as const;

/** Until what is hot is compiled. */
export const WARM_MS = 5000;
