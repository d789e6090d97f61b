export { checkAccess, isLoopbackHost, type ScrapeAccess } from './access.ts';
export type { AnyInstrument } from './any-instrument.ts';
export type { Collector } from './collector.ts';
export { Counter, type CounterSeries } from './counter.ts';
export type { ExemplarLabels } from './exemplar.ts';
export { Gauge, type GaugeSeries } from './gauge.ts';
export { Histogram, type HistogramSeries } from './histogram.ts';
export { Info } from './info.ts';
export { createMetricsHandler, type MetricsHandler } from './metrics-handler.ts';
export { createPasswordCheck } from './password-check.ts';
export { bridgeToPromClient } from './prom-client-bridge.ts';
export type { FamilySource, PromFamily, PromRegistry } from './prom-client-types.ts';
export { buildRefusal } from './refusal.ts';
export { createRegistry, Registry, type RegistryOptions } from './registry.ts';
export {
  createScraper,
  type ScrapeRequest,
  type ScrapeResponse,
  Scraper,
  type ScraperOptions,
} from './scraper.ts';
