/** Of postgres_exporter, 0.11 and newer. */
export const postgresqlMetrics = {} as const;
