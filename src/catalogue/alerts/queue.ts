/** Work that waits. */
export const queueAlerts = {} as const;
