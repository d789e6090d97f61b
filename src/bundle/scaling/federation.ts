import type { Config } from '../../config/index.ts';
import { buildGlobal } from '../prometheus/prometheus-config.ts';

/**
 * What a server further up needs to know: all recording rules, those of the user's own included, as they alone have
 * names with a colon; the targets that are up; and the alerts, which boards show as annotations.
 */
export const FEDERATED = ['{__name__=~".+:.+"}', 'up', 'ALERTS'] as const;

/**
 * The contents of federation.yml: a server that collects from others what they have summed up. It evaluates no rules;
 * those below it do. `honor_labels` keeps the `job` and `instance` of the series, and their external labels.
 */
export function buildFederationConfig(config: Config) {
  return {
    global: buildGlobal(config),
    scrape_configs: [
      {
        job_name: 'federation',
        honor_labels: true,
        metrics_path: '/federate',
        params: { 'match[]': [...FEDERATED] },
        static_configs: [{ targets: [...config.bundle.scaling.federateFrom] }],
      },
    ],
  };
}
