import type { Catalogue } from '../../catalogue/index.ts';
import { increase, rate, selectCounter, sumBy } from '../promql/index.ts';
import { record } from './record.ts';

/** Calls to models, and the tokens that they use. */
export function buildAiRecords({ ai }: Catalogue) {
  return {
    calls: record(
      'job_provider_model:ai_api_calls:increase10m',
      'Calls to a model within 10 minutes, of all instances of a job.',
      sumBy(['job', 'provider', 'model'], increase(selectCounter(ai.calls), '10m')),
    ),
    tokens: record(
      'job:ai_tokens_used:rate15m',
      'Tokens of all kinds per second, averaged over 15 minutes, of all instances of a job.',
      sumBy(['job'], rate(selectCounter(ai.tokens), '15m')),
    ),
  };
}
