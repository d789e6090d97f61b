/** Files, versions and generated code. */
export const developmentAlerts = {} as const;
