import { trimSlash } from '../../config/index.ts';
import {
  applyReport,
  type DeliveryReport,
  type DeliverySample,
  EMPTY_DELIVERY,
  listDeliverySamples,
} from '../../recorders/index.ts';
import { buildBasicAuth, type Credentials } from './credentials.ts';
import type { Post } from './send.ts';

/**
 * Labels that do not tell groups apart: a push replaces the metrics of its group that have the same name, and so ends
 * the series of the version before.
 */
const LABELS_WITHIN_GROUP: readonly string[] = ['version', 'result'];

/**
 * The pushes that a report takes, one for each group of series. The groups have an `instance` of their own: without it
 * their series would have none, and no board that asks for one would show them.
 */
export function buildPushes(
  report: DeliveryReport,
  base: string,
  credentials: Credentials | undefined,
  time: number,
): readonly Post[] {
  const groups = new Map<string, DeliverySample[]>();
  for (const sample of listReported(report, time)) {
    const path = renderGroup(sample);
    groups.set(path, [...(groups.get(path) ?? []), sample]);
  }
  const authorization = credentials === undefined ? {} : buildBasicAuth(credentials);
  return [...groups].map(([path, samples]) => ({
    url: `${trimSlash(base)}/metrics/job/aiwatch-ci/instance/pipeline${path}`,
    headers: { 'content-type': 'text/plain; version=0.0.4', ...authorization },
    body: renderText(samples),
  }));
}

/** A duration that is not known is said to be none: the one of the deployment before would stay otherwise. */
function listReported(report: DeliveryReport, time: number): readonly DeliverySample[] {
  const isUntimed = report.kind === 'deployment' && report.durationSeconds === undefined;
  const known = isUntimed ? { ...report, durationSeconds: Number.NaN } : report;
  return listDeliverySamples(applyReport(EMPTY_DELIVERY, known, time));
}

/** The grouping key as a path; values in base64url, which can say all of them, `/` and the empty one included. */
function renderGroup({ labels }: DeliverySample): string {
  return Object.entries(labels)
    .filter(([name]) => !LABELS_WITHIN_GROUP.includes(name))
    .map(([name, value]) => `/${name}@base64/${Buffer.from(value).toString('base64url') || '='}`)
    .join('');
}

function renderText(samples: readonly DeliverySample[]): string {
  const metrics = [...new Set(samples.map(({ metric }) => metric))];
  return metrics
    .map(metric => {
      const lines = samples.filter(sample => sample.metric === metric).map(renderSample);
      return `# HELP ${metric.name} ${metric.help}\n# TYPE ${metric.name} ${metric.type}\n${lines.join('')}`;
    })
    .join('');
}

function renderSample({ metric, labels, value }: DeliverySample): string {
  const pairs = Object.entries(labels)
    .filter(([name]) => LABELS_WITHIN_GROUP.includes(name))
    .map(([name, text]) => `${name}=${quote(text)}`);
  return `${metric.name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
}

/** A label value in the text format: backslash, quote and line feed escaped. */
function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
