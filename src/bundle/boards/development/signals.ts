import type { Catalogue } from '../../../catalogue/index.ts';
import { type Expr, increase, perHour, rate, selectCounter, share, sumBy } from '../../promql/index.ts';
import { application, RANGE } from '../scope.ts';

/** The families whose operations look alike. */
export type Family = 'file' | 'version';

/** Operations on files or versions per second. */
export function operationRate<const By extends 'operation' | 'status'>(
  catalogue: Catalogue,
  family: Family,
  by: readonly By[],
): Expr<By> {
  const { operations } = catalogue[family];
  return sumBy<string, By>(by, rate(selectCounter(operations, application), RANGE));
}

/** Operations that failed over all of them. */
export function failedOperations<const By extends 'operation'>(
  catalogue: Catalogue,
  family: Family,
  by: readonly By[],
): Expr<By> {
  const { operations } = catalogue[family];
  const failed = rate(selectCounter(operations, { ...application, status: 'error' }), RANGE);
  return share(sumBy<string, By>(by, failed), operationRate(catalogue, family, by));
}

/** Pieces of code that models generated per hour. */
export function hourlyCode<const By extends 'language'>(
  { development }: Catalogue,
  by: readonly By[],
): Expr<By> {
  const generated = rate(selectCounter(development.codeGenerations, application), RANGE);
  return perHour(sumBy<string, By>(by, generated));
}

/** Pieces of code that broke off or failed over all of them. */
export function failedCode({ development }: Catalogue): Expr<never> {
  const { codeGenerations } = development;
  const failed = selectCounter(codeGenerations, { ...application, status: 'error' });
  return share(
    sumBy([], rate(failed, RANGE)),
    sumBy([], rate(selectCounter(codeGenerations, application), RANGE)),
  );
}

/** The same by language, over all of the time that is shown: within minutes there are few. */
export function failedCodeByLanguage({ development }: Catalogue): Expr<'language'> {
  const { codeGenerations } = development;
  const failed = selectCounter(codeGenerations, { ...application, status: 'error' });
  return share(
    sumBy(['language'], increase(failed, '$__range')),
    sumBy(['language'], increase(selectCounter(codeGenerations, application), '$__range')),
  );
}

/** Projects that users created per hour. */
export function hourlyProjects({ development }: Catalogue): Expr<never> {
  const created = rate(selectCounter(development.projectsCreated, application), RANGE);
  return perHour(sumBy([], created));
}
