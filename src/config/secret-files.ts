/** Names of the secret files, by what they hold; `aiwatch secrets` makes them in one folder. */
export const SECRET_FILES = {
  metricsToken: 'metrics-token',
  postgresPassword: 'postgres-password',
  slack: 'slack-api-url',
  pagerDuty: 'pagerduty-routing-key',
  smtp: 'smtp-password',
  webConfig: 'web.yml',
  webPassword: 'web-password',
  /** Made by deploy/security/make-certificates.sh. */
  ca: 'ca.crt',
} as const;
