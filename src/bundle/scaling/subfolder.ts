import { posix } from 'node:path';
import type { Config } from '../../config/index.ts';
import { buildNativeDeployment, type Deployment } from '../prometheus/deployment.ts';
import { buildPrometheusConfig } from '../prometheus/prometheus-config.ts';

/** A path that is seen from the folder `prometheus`, as it is seen from `prometheus/scaling`. */
export function seenFromSubfolder(path: string): string {
  return posix.isAbsolute(path) ? path : posix.join('..', path);
}

/** The programs on one machine, as configuration files in `prometheus/scaling` see them. */
export function buildScalingDeployment({ bundle }: Config): Deployment {
  const { credentialsFile } = bundle;
  return {
    ...buildNativeDeployment(bundle),
    credentialsFile: credentialsFile === undefined ? undefined : seenFromSubfolder(credentialsFile),
  };
}

/** The contents of prometheus.yml, moved into `prometheus/scaling`. */
export function buildServerConfig(config: Config) {
  const server = buildPrometheusConfig(config, buildScalingDeployment(config));
  return { ...server, rule_files: server.rule_files.map(seenFromSubfolder) };
}
