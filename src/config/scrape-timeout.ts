import { alerts, MAX_SCRAPE_TIMEOUT_SECONDS, SLOW_SCRAPE_PERCENT } from '../catalogue/index.ts';
import { AiwatchError } from '../errors.ts';
import type { Locate } from './places.ts';
import type { BundleConfig } from './schema.ts';

const PERCENT = 100;

/** Seconds after which Prometheus gives up a scrape: never more than the interval, which it would refuse. */
export function scrapeTimeoutSeconds({
  scrapeIntervalSeconds,
}: Pick<BundleConfig, 'scrapeIntervalSeconds'>): number {
  return Math.min(MAX_SCRAPE_TIMEOUT_SECONDS, scrapeIntervalSeconds);
}

/**
 * The settings with a threshold of `ScrapeSlow` that a scrape can reach before it is given up: the default follows a
 * short timeout, and CONFIG_INVALID refuses one of the user's that is never reached.
 */
export function fitScrapeSlow<Bundle extends BundleConfig>(bundle: Bundle, locate: Locate): Bundle {
  const { name, threshold: fallback } = alerts.scrapeSlow;
  const timeoutSeconds = scrapeTimeoutSeconds(bundle);
  const { threshold } = bundle.alerts[name];
  if (threshold === undefined) {
    const slowSeconds = (timeoutSeconds * SLOW_SCRAPE_PERCENT) / PERCENT;
    if (slowSeconds >= fallback) return bundle;
    const fitted = { ...bundle.alerts[name], threshold: slowSeconds };
    return { ...bundle, alerts: { ...bundle.alerts, [name]: fitted } };
  }
  if (threshold < timeoutSeconds) return bundle;
  throw new AiwatchError('CONFIG_INVALID', {
    where: locate(['bundle', 'alerts', name, 'threshold']),
    expected: `less than the ${timeoutSeconds} seconds after which a scrape is given up`,
    found: String(threshold),
  });
}
