/** Tells the time as Unix milliseconds; tests bring their own. */
export type Clock = () => number;

/** The time of the system. */
export const systemClock: Clock = () => Date.now();
