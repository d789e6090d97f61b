/** Alertmanager itself. */
export const alertmanagerAlerts = {} as const;
