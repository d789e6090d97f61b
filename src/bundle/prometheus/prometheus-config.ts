import { type Config, scrapeTimeoutSeconds } from '../../config/index.ts';
import { renderDuration } from '../duration.ts';
import { buildAddressedClient, securityOf } from './client-security.ts';
import type { Deployment } from './deployment.ts';
import type { JobName } from './jobs.ts';

/** Jobs whose targets are ours, and so may ask for a token. */
const OWN_JOBS: readonly JobName[] = ['application', 'aiwatch'];

function buildScrapeConfig(job: JobName, target: string, config: Config, deployment: Deployment) {
  const { credentialsFile } = deployment;
  const isOwn = OWN_JOBS.includes(job);
  const others = job === 'application' ? config.bundle.scaling.instances : [];
  const client = buildAddressedClient(securityOf(deployment, job));
  return {
    job_name: job === 'application' ? config.bundle.applicationJob : job,
    // What is scraped there belongs to the job and the instance that pushed it.
    ...(job === 'pushgateway' ? { honor_labels: true } : {}),
    ...(isOwn ? { metrics_path: config.metrics.path } : {}),
    ...client,
    // Prometheus sends one of the two.
    ...(isOwn && credentialsFile !== undefined && client.basic_auth === undefined
      ? { authorization: { credentials_file: credentialsFile } }
      : {}),
    static_configs: [{ targets: [target, ...others] }],
  };
}

/** A scrape job for each target; a target that is null has none. */
export function buildScrapeConfigs(config: Config, deployment: Deployment) {
  const jobs = Object.entries(deployment.targets) as [JobName, string | null][];
  return jobs.flatMap(([job, target]) =>
    target === null ? [] : [buildScrapeConfig(job, target, config, deployment)],
  );
}

/** The intervals, and the labels for what leaves this server. */
export function buildGlobal({ bundle }: Config) {
  return {
    scrape_interval: renderDuration(bundle.scrapeIntervalSeconds),
    scrape_timeout: renderDuration(scrapeTimeoutSeconds(bundle)),
    evaluation_interval: renderDuration(bundle.evaluationIntervalSeconds),
    external_labels: { ...bundle.externalLabels },
  };
}

/**
 * The contents of prometheus.yml, within what Prometheus 2.42 to 3.x all understand. How long samples are kept is said
 * by flags: `storage.tsdb.retention` in the file is known to the newest versions only.
 */
export function buildPrometheusConfig(config: Config, deployment: Deployment) {
  const { alertmanager } = deployment.targets;
  return {
    global: buildGlobal(config),
    storage: { exemplars: { max_exemplars: 100_000 } },
    rule_files: ['rules/*.yml'],
    ...(alertmanager === null
      ? {}
      : {
          alerting: {
            alertmanagers: [
              {
                api_version: 'v2',
                ...buildAddressedClient(securityOf(deployment, 'alertmanager')),
                static_configs: [{ targets: [alertmanager] }],
              },
            ],
          },
        }),
    scrape_configs: buildScrapeConfigs(config, deployment),
  };
}
