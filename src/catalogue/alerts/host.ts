/** The host, through node_exporter. */
export const hostAlerts = {} as const;
