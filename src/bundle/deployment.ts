import type { BundleConfig } from '../config/index.ts';
import type { JobName } from './jobs.ts';

/** What differs between the programs on one machine and the containers of docker-compose.yml. */
export interface Deployment {
  readonly targets: BundleConfig['targets'];
  /** File with the bearer token of the application and of aiwatch. */
  readonly credentialsFile?: string | undefined;
  /** Where alerts are reported to; null for nowhere. */
  readonly webhookUrl: string | null;
  /** Folder of the secret files of Alertmanager. */
  readonly secretsDir: string;
}

/** Everything on one machine, under the addresses of the configuration. */
export function buildNativeDeployment(config: BundleConfig): Deployment {
  return config;
}

const CONTAINER_HOSTS: Readonly<Record<JobName, string>> = {
  application: 'application:3001',
  aiwatch: 'aiwatch:4000',
  redis: 'redis-exporter:9121',
  postgresql: 'postgres-exporter:9187',
  node: 'node-exporter:9100',
  cadvisor: 'cadvisor:8080',
  prometheus: 'prometheus:9090',
  alertmanager: 'alertmanager:9093',
  pushgateway: 'pushgateway:9091',
};

/** The services of docker-compose.yml; a job that the configuration leaves out is left out here too. */
export function buildDockerDeployment(config: BundleConfig): Deployment {
  const entries = Object.entries(config.targets) as [JobName, string | null][];
  return {
    targets: Object.fromEntries(
      entries.map(([job, target]) => [job, target === null ? null : CONTAINER_HOSTS[job]]),
    ) as Record<JobName, string | null>,
    credentialsFile: '/run/secrets/metrics-token',
    webhookUrl: config.webhookUrl === null ? null : 'http://aiwatch:4000/api/v1/alertmanager',
    secretsDir: '/run/secrets',
  };
}
