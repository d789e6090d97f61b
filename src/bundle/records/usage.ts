import type { Catalogue } from '../../catalogue/index.ts';
import { increase, selectCounter, sumBy } from '../promql/index.ts';
import { record } from './record.ts';

/**
 * What was spent and used, in pieces of five minutes. The sum of every fifth minute of a range is what it holds: over 30
 * days that reads 8,640 samples per series instead of 172,800, and can still be told apart by model and instance.
 */
export function buildUsageRecords({ ai, session }: Catalogue) {
  return {
    cost: record(
      'instance_provider_model:ai_cost_usd:increase5m',
      'US dollars that the calls to a model cost within five minutes.',
      sumBy(['job', 'instance', 'provider', 'model'], increase(selectCounter(ai.cost), '5m')),
    ),
    sessions: record(
      'instance:sessions:increase5m',
      'Sessions that were started within five minutes, whatever the prefix of their metrics is.',
      sumBy(['job', 'instance'], increase(selectCounter(session.total), '5m')),
    ),
  };
}
