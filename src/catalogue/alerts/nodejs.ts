/** The Node.js runtime. */
export const nodejsAlerts = {} as const;
