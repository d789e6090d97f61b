const ONE_TWO_FIVE = [1, 2, 5] as const;

/** Steps of a scale, 1, 2, 5, 10 …: whole, as there is no half user, and with short multiples, as 1,250 would be called 1.3K. */
export const WHOLE_STEPS: readonly number[] = Array.from({ length: 16 }, (_, power) =>
  ONE_TWO_FIVE.map(step => step * 10 ** power),
).flat();

/** Steps of a scale up to 100 percent. */
export const PERCENT_STEPS: readonly number[] = [1, 5, 10, 25, 50];

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Steps of a scale of durations, in ms, as `formatMilliseconds` names them. */
export const DURATION_STEPS: readonly number[] = [
  ...[1, 10, 100, SECOND_MS].flatMap(unit => ONE_TWO_FIVE.map(step => step * unit)),
  ...[10, 20, 30].map(seconds => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 20, 30].map(minutes => minutes * MINUTE_MS),
  ...[1, 2, 5, 10, 20, 50, 100, 1000].map(hours => hours * HOUR_MS),
];
