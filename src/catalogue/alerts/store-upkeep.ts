import { defineAlert } from './definition.ts';

/** What the aiwatch server does to keep its store small and its audit trail trustworthy. */
export const storeUpkeepAlerts = {
  /** Retention runs once a day unless told otherwise; two days are one run that failed or did not come. */
  retentionFailing: defineAlert({
    name: 'RetentionFailing',
    threshold: 172_800,
    unit: 'seconds',
    forSeconds: 3600,
    severity: 'warning',
    team: 'platform',
    labels: ['job'],
    summary: 'Old events are not removed.',
    description:
      'No server of {job} has removed what is too old for {value}; the limit is {threshold}. The store grows, and keeps personal data for longer than promised.',
    board: 'monitoring',
  }),
  auditTrailInconsistent: defineAlert({
    name: 'AuditTrailInconsistent',
    threshold: 1,
    unit: 'boolean',
    forSeconds: 60,
    severity: 'critical',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'Somebody has changed the audit trail.',
    description:
      'The audit trail in the store of {instance} of {job} is not the one any more that this server signed last.',
    board: 'monitoring',
  }),
  auditCheckpointsFailing: defineAlert({
    name: 'AuditCheckpointsFailing',
    threshold: 0,
    unit: 'count',
    forSeconds: 900,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'Checkpoints of the audit trail fail.',
    description:
      '{instance} of {job} could not sign, write or send {value} checkpoints of the audit trail in the last 15 minutes.',
    board: 'monitoring',
  }),
  auditUnsignedLeaves: defineAlert({
    name: 'AuditUnsignedLeaves',
    threshold: 0,
    unit: 'count',
    forSeconds: 900,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'The audit trail grows and is not signed.',
    description:
      '{value} leaves of the audit trail of {instance} of {job} are not signed, and no checkpoint has come for more than 15 minutes; until one does, they could be changed unnoticed.',
    board: 'monitoring',
  }),
} as const;
