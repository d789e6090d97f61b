import { z } from 'zod';
import { ALERTS, SEVERITIES, TEAMS } from '../catalogue/index.ts';
import { httpLink } from './addresses.ts';
import { alertLabelName, labelName } from './label-names.ts';
import { templateText } from './template-text.ts';

const text = () => z.string().min(1);
const labels = (what: string) => z.record(labelName(), z.string()).default({}).describe(what);

/** Two rules of one name would be told apart by nobody. */
function refuseRepeated(
  rules: readonly { readonly name: string }[],
  context: z.core.$RefinementCtx<unknown>,
): void {
  rules.forEach(({ name }, index) => {
    if (rules.findIndex(rule => rule.name === name) < index) {
      context.addIssue({
        code: 'custom',
        message: 'a name that is used once',
        path: [index, 'name'],
        input: name,
      });
    }
  });
}

const alertNames: ReadonlySet<string> = new Set(ALERTS.map(alert => alert.name));

const customAlert = z.strictObject({
  name: z
    .string()
    .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, { error: 'a name of letters, digits and underscores' })
    .refine(name => !alertNames.has(name), {
      error: 'a name that no alert of aiwatch has (bundle.alerts changes those)',
    })
    .describe('Name of the alert.'),
  expr: text().describe('Condition in PromQL; every series that it returns is an alert.'),
  forSeconds: z.int().nonnegative().describe('How long the condition has to hold.'),
  keepFiringForSeconds: z
    .int()
    .nonnegative()
    .default(0)
    .describe('How long it goes on firing after the condition has ended.'),
  severity: z.enum(SEVERITIES).describe('Decides who is notified.'),
  team: text().default(TEAMS[0]).describe('Who looks after it; notifications are routed by it.'),
  summary: templateText().min(1).describe('What is wrong, in one sentence.'),
  description: templateText().min(1).describe('What is wrong in detail, as a template of Prometheus.'),
  labels: z.record(alertLabelName(), templateText()).default({}).describe('Labels to add.'),
  annotations: z.record(labelName(), templateText()).default({}).describe('Annotations to add.'),
  runbookUrl: httpLink().optional().describe('Page that says what to do.'),
  dashboardUrl: httpLink().optional().describe('Dashboard that shows it.'),
});

const customRecord = z.strictObject({
  name: z
    .string()
    .regex(/^[a-zA-Z_][a-zA-Z0-9_]*(:[a-zA-Z0-9_]+)+$/, {
      error: 'a name with a colon, e.g. job:orders:rate5m',
    })
    .describe('Name of the series, level:metric:operation.'),
  expr: text().describe('What is recorded, in PromQL.'),
  labels: labels('Labels to add.'),
});

/** Alerts of the user's own. */
export const customAlerts = z
  .array(customAlert)
  .superRefine(refuseRepeated)
  .default([])
  .describe('Alerts of your own, for `prometheus/rules/custom.yml`.');

/** Recording rules of the user's own. */
export const customRecords = z
  .array(customRecord)
  .superRefine(refuseRepeated)
  .default([])
  .describe('Recording rules of your own, for `prometheus/rules/custom.yml`.');
