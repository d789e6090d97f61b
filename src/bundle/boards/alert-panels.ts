import type { AlertName } from '../../catalogue/index.ts';
import {
  buildGauge,
  buildTimeseries,
  type GaugeOptions,
  type TimeseriesOptions,
  type UnplacedPanel,
  type ValueMapping,
} from '../../dashboards/index.ts';
import type { BoardContext } from './board.ts';
import { buildLine, buildSteps } from './steps.ts';

type Described<Options> = Options & { readonly description: string };

/** A graph of what an alert compares, with the alert's threshold as a red line. */
export function buildAlertGraph(
  { threshold }: BoardContext,
  alert: AlertName,
  options: Described<TimeseriesOptions>,
): UnplacedPanel {
  return buildTimeseries({
    min: 0,
    ...options,
    description: `${options.description} The line is the threshold of ${alert}.`,
    thresholds: buildLine(threshold(alert)),
  });
}

/** A gauge of a share that an alert compares, red from the alert's threshold on. */
export function buildAlertGauge(
  { threshold }: BoardContext,
  alert: AlertName,
  options: Described<Omit<GaugeOptions, 'min' | 'max' | 'unit'>>,
): UnplacedPanel {
  return buildGauge({
    ...options,
    description: `${options.description} Red from the threshold of ${alert} on.`,
    unit: 'percentunit',
    decimals: 0,
    min: 0,
    max: 1,
    thresholds: buildSteps(threshold(alert)),
  });
}

/** Texts for 1 and 0, where 1 is good. */
export function buildYesNo(yes: string, no: string): readonly ValueMapping[] {
  return [
    {
      type: 'value',
      options: {
        0: { text: no, color: 'red', index: 0 },
        1: { text: yes, color: 'green', index: 1 },
      },
    },
  ];
}
