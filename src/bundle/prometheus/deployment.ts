import { type BundleConfig, SECRET_FILES } from '../../config/index.ts';
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
  /** How servers that have TLS and passwords are connected to. */
  readonly security: BundleConfig['security'];
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

/** Where docker-compose.yml mounts secret files, under the names that they have by default. */
const CONTAINER_SECRETS = '/run/secrets';

function buildContainerSecurity({ security }: BundleConfig): Deployment['security'] {
  const { tls, basicAuth } = security;
  return {
    ...security,
    tls: tls === null ? null : { ...tls, caFile: `${CONTAINER_SECRETS}/${SECRET_FILES.ca}` },
    basicAuth:
      basicAuth === null
        ? null
        : { ...basicAuth, passwordFile: `${CONTAINER_SECRETS}/${SECRET_FILES.webPassword}` },
  };
}

function buildContainerWebhookUrl({ webhookUrl, security }: BundleConfig): string | null {
  const scheme = security.tls !== null && security.jobs.includes('aiwatch') ? 'https' : 'http';
  return webhookUrl === null ? null : `${scheme}://aiwatch:4000/api/v1/alertmanager`;
}

/** The services of docker-compose.yml; a job that the configuration leaves out is left out here too. */
export function buildDockerDeployment(config: BundleConfig): Deployment {
  const entries = Object.entries(config.targets) as [JobName, string | null][];
  return {
    targets: Object.fromEntries(
      entries.map(([job, target]) => [job, target === null ? null : CONTAINER_HOSTS[job]]),
    ) as Record<JobName, string | null>,
    credentialsFile: `${CONTAINER_SECRETS}/${SECRET_FILES.metricsToken}`,
    webhookUrl: buildContainerWebhookUrl(config),
    secretsDir: CONTAINER_SECRETS,
    security: buildContainerSecurity(config),
  };
}
