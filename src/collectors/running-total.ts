import type { CounterSeries } from '../metrics/index.ts';

/**
 * Lets a counter follow a total that somebody else keeps: adds what the total has grown by since the last time, the
 * first time all of it. A total that shrinks (its source started anew) adds nothing, and is followed from there.
 */
export function followTotal(series: CounterSeries): (total: number) => void {
  let last = 0;
  return total => {
    if (total > last) series.inc(total - last);
    last = total;
  };
}
