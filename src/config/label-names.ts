import { z } from 'zod';
import { buildCatalogue, listMetrics } from '../catalogue/index.ts';

/** Names that the exposition format keeps for itself, and those that Prometheus gives to every target. */
const RESERVED: readonly string[] = ['le', 'quantile', 'job', 'instance'];

/** A name that Prometheus takes for a label. */
export const labelName = () => z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, { error: 'a label name' });

/** What applications export: what pipelines report is shown by the server alone, and its labels win over constant ones. */
const { delivery: _delivery, ...exported } = buildCatalogue();

/** Each label of an exported metric and a metric that has it. */
const OWNERS: ReadonlyMap<string, string> = new Map(
  listMetrics(exported).flatMap(metric => metric.labels.map(label => [label.name, metric.name])),
);

/** What a constant label has to be instead; undefined for a name that can be one. */
function findObjection(name: string): string | undefined {
  if (name.startsWith('__') || RESERVED.includes(name)) {
    return `a label name that is not reserved (${RESERVED.join(', ')}, __…)`;
  }
  const owner = OWNERS.get(name);
  return owner === undefined ? undefined : `a label name that no metric uses (${owner} has it)`;
}

/** The name of a label that every series carries: not reserved, and none that a metric has already. */
export const constantLabelName = () =>
  labelName().superRefine((name, context) => {
    const message = findObjection(name);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** Labels that an alert has from elsewhere: its name, and what a setting of its own says. */
const TAKEN: Readonly<Record<string, string>> = {
  alertname: 'no label alertname, which is the name of the alert',
  severity: 'the setting severity instead of a label of that name',
};

/** The name of a label that a user adds to an alert. */
export const alertLabelName = () =>
  labelName().superRefine((name, context) => {
    const message = name.startsWith('__') ? 'a label name without __ in front' : TAKEN[name];
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
