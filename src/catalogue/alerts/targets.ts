/** Targets that are gone, sources that fell silent, and the watchdog. */
export const targetAlerts = {} as const;
