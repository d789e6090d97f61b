/** Redis, through redis_exporter. */
export const redisAlerts = {} as const;
