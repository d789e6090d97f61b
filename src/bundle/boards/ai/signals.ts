import type { Catalogue } from '../../../catalogue/index.ts';
import {
  type Expr,
  type LabelOf,
  type Matchers,
  rate,
  selectCounter,
  share,
  sumBy,
} from '../../promql/index.ts';
import { chosenModels } from '../models.ts';
import { RANGE } from '../scope.ts';

type Calls = Catalogue['ai']['calls'];

/** Names of a model in legends and tables. */
export const BY_MODEL = ['provider', 'model'] as const;
export const MODEL_LEGEND = '{{provider}} {{model}}';

/** Calls to models per second, by labels. */
export function callRate<const By extends LabelOf<Calls>>(
  { ai }: Catalogue,
  by: readonly By[],
  matchers: Matchers<Calls> = {},
): Expr<By> {
  return sumBy<LabelOf<Calls>, By>(
    by,
    rate(selectCounter(ai.calls, { ...chosenModels, ...matchers }), RANGE),
  );
}

/** Calls that failed over all; abandoned calls are no failures. */
export function failureShare<const By extends LabelOf<Calls>>(
  catalogue: Catalogue,
  by: readonly By[],
): Expr<By> {
  return share(callRate(catalogue, by, { status: 'error' }), callRate(catalogue, by));
}
