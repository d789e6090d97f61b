import { type Config, scrapeTimeoutSeconds } from '../../config/index.ts';
import { renderDuration } from '../duration.ts';
import { buildMetadata } from './metadata.ts';

const JOBS = ['application', 'aiwatch'] as const;
type Job = (typeof JOBS)[number];

/** One port of a service. The job label would be the service's name; rules and dashboards know it by that of the settings. */
function buildEndpoint(port: string, jobName: string, { metrics, bundle }: Config) {
  const { scrapeIntervalSeconds, kubernetes } = bundle;
  return {
    port,
    path: metrics.path,
    interval: renderDuration(scrapeIntervalSeconds),
    scrapeTimeout: renderDuration(scrapeTimeoutSeconds(bundle)),
    ...(kubernetes.tokenSecret === null
      ? {}
      : { authorization: { type: 'Bearer', credentials: kubernetes.tokenSecret } }),
    relabelings: [{ targetLabel: 'job', replacement: jobName }],
  };
}

function buildServiceMonitor(job: Job, config: Config) {
  const { kubernetes, applicationJob } = config.bundle;
  const { namespace, labels, port } = kubernetes[job];
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: buildMetadata(job === 'aiwatch' ? 'aiwatch' : 'aiwatch-application', kubernetes),
    spec: {
      namespaceSelector: { matchNames: [namespace] },
      selector: { matchLabels: labels },
      endpoints: [buildEndpoint(port, job === 'application' ? applicationJob : job, config)],
    },
  };
}

/** How the Prometheus Operator finds the application and aiwatch; a target that is null in the settings is left out. */
export function buildServiceMonitors(config: Config) {
  return JOBS.filter(job => config.bundle.targets[job] !== null).map(job => buildServiceMonitor(job, config));
}
