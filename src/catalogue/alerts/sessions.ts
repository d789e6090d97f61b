/** Sessions of users. */
export const sessionAlerts = {} as const;
