import type { Config } from '../../config/index.ts';
import { buildServerConfig } from './subfolder.ts';

/**
 * How many metrics at their cap of series a scrape may have before it fails. With the default cap, that is a scrape of
 * 100,000 samples: more than a healthy exporter has, and still a matter of a second.
 */
const METRICS_AT_CAP = 50;

/**
 * The contents of prometheus3.yml: prometheus.yml with what only Prometheus 3 knows. 2.x refuses the file.
 *
 * - Limits for every job at once, against an exporter that runs wild.
 * - Exporters without a proper Content-Type: 2.x takes what they send for text, 3.x refuses it unless it is told.
 * - Exporters that offer native histograms go on being asked for the buckets too, which rules and boards read.
 */
export function buildPrometheus3Config(config: Config) {
  const { global, scrape_configs, ...server } = buildServerConfig(config);
  return {
    global: {
      ...global,
      sample_limit: METRICS_AT_CAP * config.metrics.maxSeriesPerMetric,
      label_limit: 64,
      label_value_length_limit: 4096,
      keep_dropped_targets: 100,
      always_scrape_classic_histograms: true,
    },
    ...server,
    scrape_configs: scrape_configs.map(job => ({ ...job, fallback_scrape_protocol: 'PrometheusText0.0.4' })),
  };
}
