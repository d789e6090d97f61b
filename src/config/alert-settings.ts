import { z } from 'zod';
import { ALERTS, type AlertDef, type AlertName, SEVERITIES } from '../catalogue/index.ts';
import { alertLabelName, labelName } from './label-names.ts';
import { templateText } from './template-text.ts';

const alertSettings = z.strictObject({
  enabled: z.boolean().default(true).describe('false leaves the alert out.'),
  threshold: z.number().optional().describe('What the value is compared with.'),
  forSeconds: z.int().nonnegative().optional().describe('How long the condition has to hold.'),
  keepFiringForSeconds: z
    .int()
    .nonnegative()
    .optional()
    .describe('How long it goes on firing after the condition has ended.'),
  severity: z.enum(SEVERITIES).optional().describe('Decides who is notified.'),
  labels: z
    .record(alertLabelName(), templateText())
    .default({})
    .describe('Labels to add, e.g. `team`, by which notifications are routed.'),
  annotations: z
    .record(labelName(), templateText())
    .default({})
    .describe('Annotations to add or to replace, e.g. `runbook_url`.'),
});

const withoutThreshold = alertSettings.extend({
  threshold: z.never({ error: 'no threshold, as this alert has none' }).optional(),
});

/** A share that is given in percent would never be reached, and nobody would notice. */
const withShare = alertSettings.extend({
  threshold: z
    .number()
    .refine(share => share <= 1, { error: 'a fraction of 1, e.g. 0.05 for 5 %' })
    .optional(),
});

/** The settings of one alert; one that compares with nothing takes no threshold. */
export function buildAlertSettings({ threshold, unit }: AlertDef) {
  if (threshold === undefined) return withoutThreshold;
  return unit === 'ratio' && threshold <= 1 ? withShare : alertSettings;
}

/** The settings of every alert, by name. */
export const alertTable = z.strictObject(
  Object.fromEntries(ALERTS.map(alert => [alert.name, buildAlertSettings(alert).prefault({})])) as Record<
    AlertName,
    z.ZodPrefault<typeof alertSettings>
  >,
);
