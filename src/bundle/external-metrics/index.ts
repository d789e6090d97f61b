import { alertmanagerMetrics } from './alertmanager.ts';
import { containerMetrics, NAMED } from './containers.ts';
import type { ExternalMetric } from './definition.ts';
import { nodeMetrics, ON_DISK } from './node.ts';
import { postgresqlMetrics } from './postgresql.ts';
import { prometheusMetrics } from './prometheus.ts';
import { redisMetrics } from './redis.ts';
import { scrapeMetrics } from './scrape.ts';

export type { Exporter, ExternalMetric } from './definition.ts';
export {
  alertmanagerMetrics,
  containerMetrics,
  NAMED,
  nodeMetrics,
  ON_DISK,
  postgresqlMetrics,
  prometheusMetrics,
  redisMetrics,
  scrapeMetrics,
};

/** Every metric of other exporters that rules and boards may read. */
export const EXTERNAL_METRICS: readonly ExternalMetric[] = [
  scrapeMetrics,
  prometheusMetrics,
  alertmanagerMetrics,
  redisMetrics,
  postgresqlMetrics,
  nodeMetrics,
  containerMetrics,
].flatMap(family => Object.values<ExternalMetric>(family));
