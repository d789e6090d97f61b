import type { ThresholdStep } from '../../dashboards/index.ts';

/** One colour, for numbers that are neither good nor bad. */
export const NEUTRAL: readonly ThresholdStep[] = [{ value: null, color: 'blue' }];

/** Green, from half of an alert's threshold on orange, from the threshold on red; for numbers that should be small. */
export function buildSteps(threshold: number): readonly ThresholdStep[] {
  return [
    { value: null, color: 'green' },
    { value: threshold / 2, color: 'orange' },
    { value: threshold, color: 'red' },
  ];
}

/** A red line at an alert's threshold, in a graph over time. */
export function buildLine(threshold: number): readonly ThresholdStep[] {
  return [
    { value: null, color: 'transparent' },
    { value: threshold, color: 'red' },
  ];
}
