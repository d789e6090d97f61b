import type { Catalogue } from '../../catalogue/index.ts';
import type { Config } from '../../config/index.ts';
import { AIWATCH_JOB } from '../prometheus/jobs.ts';
import { buildGlobal, buildScrapeConfigs } from '../prometheus/prometheus-config.ts';
import { listReadSeries } from './sent-metrics.ts';
import { buildScalingDeployment, seenFromSubfolder } from './subfolder.ts';

const escapeRegex = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/**
 * Sends everything of the application and of aiwatch, and of exporters what rules and boards read: a node_exporter
 * alone exposes many hundred series more. Prometheus joins source labels by `;` and anchors the expression.
 */
function buildWriteRelabeling(config: Config, catalogue: Catalogue) {
  const { applicationJob, scaling } = config.bundle;
  const whole = [applicationJob, AIWATCH_JOB].map(escapeRegex).join('|');
  const read = [...listReadSeries(config.bundle, catalogue), ...scaling.remoteWriteMetrics].join('|');
  return [{ source_labels: ['job', '__name__'], regex: `(${whole});.+|.*;(${read})`, action: 'keep' }];
}

function buildRemoteWrite(config: Config, catalogue: Catalogue, url: string) {
  const { remoteWriteCredentialsFile } = config.bundle.scaling;
  return {
    url,
    ...(remoteWriteCredentialsFile === undefined
      ? {}
      : { authorization: { credentials_file: seenFromSubfolder(remoteWriteCredentialsFile) } }),
    send_exemplars: true,
    write_relabel_configs: buildWriteRelabeling(config, catalogue),
  };
}

/**
 * The contents of agent.yml: a Prometheus in agent mode, which scrapes, keeps nothing and sends all to a remote store.
 * It evaluates no rules and refuses a file that names some. Undefined where there is no URL to send to.
 */
export function buildAgentConfig(config: Config, catalogue: Catalogue) {
  const { scaling } = config.bundle;
  if (scaling.remoteWriteUrl === null) return undefined;
  const { evaluation_interval: _, ...global } = buildGlobal(config);
  return {
    global,
    scrape_configs: buildScrapeConfigs(config, buildScalingDeployment(config)),
    remote_write: [buildRemoteWrite(config, catalogue, scaling.remoteWriteUrl)],
  };
}
