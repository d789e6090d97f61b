/** Containers, through cAdvisor. */
export const containerAlerts = {} as const;
