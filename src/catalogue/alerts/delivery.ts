/** Deployments, rollbacks and test runs. */
export const deliveryAlerts = {} as const;
