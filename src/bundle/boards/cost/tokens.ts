import type { Catalogue } from '../../../catalogue/index.ts';
import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { rate, selectCounter, sumBy } from '../../promql/index.ts';
import { chosenModels } from '../models.ts';
import { query } from '../query.ts';
import { RANGE } from '../scope.ts';
import { cachedShare, unpricedShare } from './signals.ts';

const SIZE = { width: 8, height: 8, min: 0 };
const LEGEND = '{{provider}} {{model}}';

/** What decides about the price. */
export function buildTokensSection(catalogue: Catalogue): readonly UnplacedPanel[] {
  const { tokens } = catalogue.ai;
  return [
    buildRow('Tokens'),
    buildTimeseries({
      ...SIZE,
      title: 'Tokens per second by type',
      metric: tokens,
      description: 'Tokens by type; types are disjoint, so that their sum is the total.',
      perSecond: true,
      stacked: true,
      noValue: 'No tokens',
      queries: [query(sumBy(['type'], rate(selectCounter(tokens, chosenModels), RANGE)), '{{type}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Prompt tokens from the cache',
      description: 'Tokens of prompts that the provider read from its cache over all tokens of prompts.',
      unit: 'percentunit',
      max: 1,
      noValue: 'No tokens',
      queries: [query(cachedShare(catalogue), LEGEND)],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Calls without a price by model',
      description:
        'Calls that used tokens, but whose cost is not known, over all calls. A price in the settings of the application ends this.',
      unit: 'percentunit',
      max: 1,
      noValue: 'No calls',
      queries: [query(unpricedShare(catalogue, ['provider', 'model']), LEGEND)],
    }),
  ];
}
