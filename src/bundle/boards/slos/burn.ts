import { BURN_ALERTS, type BurnAlert } from '../../../catalogue/index.ts';
import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { query } from '../query.ts';
import { buildLine } from '../steps.ts';
import { burnRate } from './signals.ts';

function buildBurnPanel({ suffix, factor, longWindow, shortWindow, windowsText }: BurnAlert): UnplacedPanel {
  return buildTimeseries({
    width: 12,
    height: 8,
    title: `Burn rate over ${longWindow} and ${shortWindow}`,
    description: `How many times faster than allowed the error budget is used up, over ${windowsText}. Where both are above ${factor}, which is the line, the alert ${suffix} of the objective fires.`,
    unit: 'none',
    decimals: 1,
    min: 0,
    noValue: 'No events',
    thresholds: buildLine(factor),
    queries: [
      query(burnRate(longWindow), `{{job}} {{slo}} ${longWindow}`),
      query(burnRate(shortWindow), `{{job}} {{slo}} ${shortWindow}`),
    ],
  });
}

/** One graph per alert: both of its windows, and its factor as a line. */
export function buildBurnSection(): readonly UnplacedPanel[] {
  return [buildRow('Burn rates'), ...BURN_ALERTS.map(buildBurnPanel)];
}
