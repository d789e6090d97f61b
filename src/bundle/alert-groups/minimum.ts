/**
 * A share of failures, or a 95th percentile, counts only where there were more things than this within its range: of
 * twenty, a single one is 5 % and the 95th percentile; of fewer it would be more, and one failure at night an alert.
 */
export const MIN_EVENTS = 20;

/** The fraction of the percentile that the alerts about slowness look at: one of twenty is slower. */
export const TAIL = 0.95;
