/** Error budgets that are used up too fast. */
export const sloAlerts = {} as const;
