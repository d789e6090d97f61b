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

/** What docker-compose.yml mounts for those who connect, under the names that files have by default. */
const CONTAINER_FILES = { ca: '/run/secrets/ca.crt', password: '/run/secrets/web-password' } as const;

function buildContainerSecurity({ security }: BundleConfig): Deployment['security'] {
  const { tls, basicAuth } = security;
  return {
    ...security,
    tls: tls === null ? null : { ...tls, caFile: CONTAINER_FILES.ca },
    basicAuth: basicAuth === null ? null : { ...basicAuth, passwordFile: CONTAINER_FILES.password },
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
    credentialsFile: '/run/secrets/metrics-token',
    webhookUrl: buildContainerWebhookUrl(config),
    secretsDir: '/run/secrets',
    security: buildContainerSecurity(config),
  };
}
