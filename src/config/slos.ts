import { z } from 'zod';
import { type LatencySloDef, type SloDef, slos } from '../catalogue/index.ts';

function buildSettings({ objective, minEventsPerSecond }: SloDef) {
  return {
    enabled: z
      .boolean()
      .default(true)
      .describe('false leaves the objective out: its records and its alerts.'),
    objective: z
      .number()
      .refine(share => share > 0 && share < 1, { error: 'a fraction between 0 and 1, e.g. 0.995' })
      .default(objective)
      .describe(
        'The share of events that has to be good over 30 days. Below 0.931 the fastest alert cannot fire, below 0.834 the second neither.',
      ),
    minEventsPerSecond: z
      .number()
      .nonnegative()
      .default(minEventsPerSecond)
      .describe('With fewer events per second, averaged over its window, no alert fires.'),
  };
}

const availability = (slo: SloDef) => z.strictObject(buildSettings(slo)).prefault({});

const latency = (slo: LatencySloDef) =>
  z
    .strictObject({
      ...buildSettings(slo),
      thresholdSeconds: z
        .number()
        .refine(bound => slo.buckets.upperBounds.includes(bound), {
          error: `a bound of the histogram (${slo.buckets.upperBounds.join(', ')})`,
        })
        .default(slo.thresholdSeconds)
        .describe('The longest time that is still good; a bound of the histogram.'),
    })
    .prefault({});

/** Settings of the service level objectives. Their 30 days are fixed: factors and windows of the alerts belong to them. */
export const sloTable = z.strictObject({
  HttpAvailability: availability(slos.HttpAvailability),
  HttpLatency: latency(slos.HttpLatency),
  AIAvailability: availability(slos.AIAvailability),
  AILatency: latency(slos.AILatency),
});
