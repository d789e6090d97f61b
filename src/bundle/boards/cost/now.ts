import { buildRow, buildStat, type UnplacedPanel } from '../../../dashboards/index.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { buildSteps, NEUTRAL } from '../steps.ts';
import { hourlySpend, spendPerSession, spendWithin, unpricedShare } from './signals.ts';

const SIZE = { width: 4, height: 4, unit: 'currencyUSD', noValue: 'No cost known' };
const PERIOD = { ...SIZE, decimals: 2, instant: true, noValue: 'Not within the first 5 minutes' };

function buildPeriodStats({ catalogue, threshold }: BoardContext): readonly UnplacedPanel[] {
  return [
    buildStat({
      ...PERIOD,
      title: 'Last 24 hours',
      description:
        'US dollars within the last 24 hours, of what is chosen. Red from the threshold of AIDailyBudgetExceeded on, which holds for each job.',
      thresholds: buildSteps(threshold('AIDailyBudgetExceeded')),
      queries: [query(spendWithin(catalogue, [], '1d'), 'Spend')],
    }),
    buildStat({
      ...PERIOD,
      title: 'Last 7 days',
      description: 'US dollars within the last 7 days, of what is chosen.',
      thresholds: NEUTRAL,
      queries: [query(spendWithin(catalogue, [], '7d'), 'Spend')],
    }),
    buildStat({
      ...PERIOD,
      title: 'Last 30 days',
      description:
        'US dollars within the last 30 days, of what is chosen, as far as Prometheus still knows them. Red from the threshold of AIMonthlyBudgetExceeded on, which holds for each job.',
      thresholds: buildSteps(threshold('AIMonthlyBudgetExceeded')),
      queries: [query(spendWithin(catalogue, [], '30d'), 'Spend')],
    }),
  ];
}

/** The line on top: is the spend within the budget. */
export function buildNowSection(context: BoardContext): readonly UnplacedPanel[] {
  const { catalogue, threshold } = context;
  return [
    buildRow('Spend'),
    buildStat({
      ...SIZE,
      title: 'Spend per hour',
      description:
        'US dollars per hour at the pace of this moment. Red from the threshold of AISpendRateHigh on, which holds for each job.',
      decimals: 2,
      thresholds: buildSteps(threshold('AISpendRateHigh')),
      queries: [query(hourlySpend(catalogue, []), 'Spend')],
    }),
    ...buildPeriodStats(context),
    buildStat({
      ...SIZE,
      title: 'Spend per session',
      description: 'US dollars of the last hour per session that was started in it.',
      noValue: 'No sessions',
      thresholds: NEUTRAL,
      queries: [query(spendPerSession(catalogue), 'Spend')],
    }),
    buildStat({
      ...SIZE,
      title: 'Calls without a price',
      description:
        'Calls that used tokens, but whose cost is not known, over all calls: the spend is higher than it seems. AIModelUnpriced is about any.',
      unit: 'percentunit',
      decimals: 1,
      noValue: 'No calls',
      thresholds: [
        { value: null, color: 'green' },
        { value: 0.000001, color: 'red' },
      ],
      queries: [query(unpricedShare(catalogue, []), 'Unpriced')],
    }),
  ];
}
