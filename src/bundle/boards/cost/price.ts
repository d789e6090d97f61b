import type { Catalogue } from '../../../catalogue/index.ts';
import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { query } from '../query.ts';
import { spendPerCall, spendPerSession, spendPerTokens } from './signals.ts';

const SIZE = { width: 8, height: 8, min: 0, unit: 'currencyUSD', noValue: 'No cost known' };
const LEGEND = '{{provider}} {{model}}';

/** What one of something costs. */
export function buildPriceSection(catalogue: Catalogue): readonly UnplacedPanel[] {
  return [
    buildRow('What it costs by the piece'),
    buildTimeseries({
      ...SIZE,
      title: 'Spend per 1,000 tokens',
      description:
        'US dollars per 1,000 tokens of all types, of models whose price is known. It changes with the mix: tokens of answers cost more, those from a cache less.',
      queries: [query(spendPerTokens(catalogue), LEGEND)],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Spend per call',
      description: 'US dollars per call to a model whose price is known, in whichever way the call ended.',
      queries: [query(spendPerCall(catalogue), LEGEND)],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Spend per session over an hour',
      description: 'US dollars of the hour before each moment per session that was started in it.',
      noValue: 'No sessions',
      queries: [query(spendPerSession(catalogue), 'Spend per session')],
    }),
  ];
}
