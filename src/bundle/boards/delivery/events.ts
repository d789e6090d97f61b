import { changes, type Expr, isBelow, overTime, plus, secondsSince } from '../../promql/index.ts';

const DAY_SECONDS = 86_400;

/**
 * How many events of the last days a series names that holds the time of the latest: one for each change, and one for
 * the first value that is seen, unless it is older. That counts the first event of a series too, which changes nothing.
 * @param time a gauge whose value is a Unix time in seconds.
 */
export function countEvents<Labels extends string>(time: Expr<Labels>, days: number): Expr<Labels> {
  const range = `${days}d` as const;
  const isFirstRecent = isBelow(secondsSince(overTime('min', time, range)), days * DAY_SECONDS);
  return plus(changes(time, range), isFirstRecent);
}
