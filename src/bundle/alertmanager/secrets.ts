/** Files of `secretsDir`, by what they hold. */
export const SECRET_FILES = {
  slack: 'slack-api-url',
  pagerDuty: 'pagerduty-routing-key',
  smtp: 'smtp-password',
} as const;
