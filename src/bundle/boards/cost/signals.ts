import type { Catalogue } from '../../../catalogue/index.ts';
import {
  above,
  type Expr,
  type LabelOf,
  type Matchers,
  perHour,
  type Range,
  rate,
  ratio,
  select,
  selectCounter,
  share,
  sumBy,
  sumOfSteps,
  times,
} from '../../promql/index.ts';
import { buildUsageRecords } from '../../records/usage.ts';
import { chosenModels } from '../models.ts';
import { application, RANGE } from '../scope.ts';

type Ai = Catalogue['ai'];
type ModelLabel = 'provider' | 'model';

/** How far the pieces of the records reach that periods are summed up from. */
const PIECE = '5m';

/** US dollars per second, by labels. */
function spendRate<const By extends LabelOf<Ai['cost']>>({ ai }: Catalogue, by: readonly By[]): Expr<By> {
  return sumBy<LabelOf<Ai['cost']>, By>(by, rate(selectCounter(ai.cost, chosenModels), RANGE));
}

/** US dollars per hour, by labels. */
export function hourlySpend<const By extends LabelOf<Ai['cost']>>(
  catalogue: Catalogue,
  by: readonly By[],
): Expr<By> {
  return perHour(spendRate(catalogue, by));
}

/** US dollars within a period, by labels. */
export function spendWithin<const By extends ModelLabel>(
  catalogue: Catalogue,
  by: readonly By[],
  period: Range,
): Expr<By> {
  const { cost } = buildUsageRecords(catalogue);
  return sumBy<LabelOf<typeof cost>, By>(by, sumOfSteps(select(cost, chosenModels), period, PIECE));
}

/** US dollars per session that was started, over an hour, as few are started within minutes. */
export function spendPerSession(catalogue: Catalogue): Expr<never> {
  const { sessions } = buildUsageRecords(catalogue);
  return ratio(
    spendWithin(catalogue, [], '1h'),
    sumBy([], sumOfSteps(select(sessions, application), '1h', PIECE)),
  );
}

/** Tokens per second, by model. */
function tokenRate({ ai }: Catalogue, matchers: Matchers<Ai['tokens']> = {}): Expr<ModelLabel> {
  return sumBy(
    ['provider', 'model'],
    rate(selectCounter(ai.tokens, { ...chosenModels, ...matchers }), RANGE),
  );
}

/** The same where there is any: what has no price did not cost nothing. */
const knownSpend = (catalogue: Catalogue) => above(spendRate(catalogue, ['provider', 'model']), 0);

const TOKENS_PER_PRICE = 1000;

/** US dollars per 1,000 tokens of all types, by model. */
export function spendPerTokens(catalogue: Catalogue): Expr<ModelLabel> {
  return times(ratio(knownSpend(catalogue), tokenRate(catalogue)), TOKENS_PER_PRICE);
}

/** US dollars per call, by model. */
export function spendPerCall(catalogue: Catalogue): Expr<ModelLabel> {
  const calls = rate(selectCounter(catalogue.ai.calls, chosenModels), RANGE);
  return ratio(knownSpend(catalogue), sumBy(['provider', 'model'], calls));
}

/** Tokens of prompts that came from the cache over all tokens of prompts, by model. */
export function cachedShare(catalogue: Catalogue): Expr<ModelLabel> {
  const prompt = { operator: '=~', value: 'input|cache_read|cache_write' } as const;
  return share(tokenRate(catalogue, { type: 'cache_read' }), tokenRate(catalogue, { type: prompt }));
}

/** Calls whose cost is not known over all calls, by labels. */
export function unpricedShare<const By extends ModelLabel>({ ai }: Catalogue, by: readonly By[]): Expr<By> {
  const sum = <Metric extends Ai['calls'] | Ai['unpricedCalls']>(metric: Metric) =>
    sumBy<string, By>(
      by,
      rate(selectCounter<Ai['unpricedCalls'] | Ai['calls']>(metric, chosenModels), RANGE),
    );
  return share(sum(ai.unpricedCalls), sum(ai.calls));
}
