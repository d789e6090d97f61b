/** Prometheus itself. */
export const prometheusAlerts = {} as const;
