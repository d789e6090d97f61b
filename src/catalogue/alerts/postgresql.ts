/** PostgreSQL, through postgres_exporter. */
export const postgresqlAlerts = {} as const;
