/** Of Alertmanager about itself, 0.25 and newer. */
export const alertmanagerMetrics = {} as const;
