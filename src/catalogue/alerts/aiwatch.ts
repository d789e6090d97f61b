/** aiwatch itself. */
export const aiwatchAlerts = {} as const;
