/** Seconds that a scrape may take at most; a shorter scrape interval makes it shorter. Prometheus' own default. */
export const MAX_SCRAPE_TIMEOUT_SECONDS = 10;

/** Per cent of the timeout from which on a scrape nearly times out. */
export const SLOW_SCRAPE_PERCENT = 80;
