import { type Expr, type Operand, renderOperand } from './expr.ts';

function operate<Labels extends string>(left: Operand, operator: string, right: Operand): Expr<Labels> {
  return { text: `${renderOperand(left)} ${operator} ${renderOperand(right)}`, isOperation: true };
}

/** ` on (…)`, or nothing where all labels have to match. */
function renderOn(labels: readonly string[] | undefined): string {
  return labels === undefined ? '' : ` on (${labels.join(', ')})`;
}

/** Only the series with a value above the threshold. */
export function above<Labels extends string>(expr: Expr<Labels>, threshold: Operand): Expr<Labels> {
  return operate(expr, '>', threshold);
}

/** Only the series with a value below the threshold. */
export function below<Labels extends string>(expr: Expr<Labels>, threshold: Operand): Expr<Labels> {
  return operate(expr, '<', threshold);
}

/** 1 for the series with a value below the threshold, 0 for the others. */
export function isBelow<Labels extends string>(expr: Expr<Labels>, threshold: Operand): Expr<Labels> {
  return operate(expr, '< bool', threshold);
}

/** Only the series with exactly this value. */
export function equal<Labels extends string>(expr: Expr<Labels>, value: Operand): Expr<Labels> {
  return operate(expr, '==', value);
}

/** Product of an expression and a number. */
export function times<Labels extends string>(expr: Expr<Labels>, factor: Operand): Expr<Labels> {
  return operate(expr, '*', factor);
}

const SECONDS_PER_HOUR = 3600;

/** What is per second, per hour. */
export function perHour<Labels extends string>(expr: Expr<Labels>): Expr<Labels> {
  return times(expr, SECONDS_PER_HOUR);
}

/** Sum of two expressions with the same labels, or of an expression and a number. */
export function plus<Labels extends string>(
  left: Expr<Labels>,
  right: Expr<NoInfer<Labels>> | number,
): Expr<Labels> {
  return operate(left, '+', right);
}

/** Difference of two expressions with the same labels. */
export function minus<Labels extends string>(left: Expr<Labels>, right: Expr<NoInfer<Labels>>): Expr<Labels> {
  return operate(left, '-', right);
}

/** 1 minus a ratio: the other share. */
export function complement<Labels extends string>(share: Expr<Labels>): Expr<Labels> {
  return operate(1, '-', share);
}

/**
 * One expression over another. Where the other is 0 there is no result, rather than NaN; with `minimum`, there is none
 * unless the other is larger than that.
 */
export function ratio<Labels extends string>(
  part: Expr<Labels>,
  whole: Expr<NoInfer<Labels>>,
  minimum = 0,
): Expr<Labels> {
  return operate(part, '/', above(whole, minimum));
}

/** A part over the whole that it is of: 0 where there was none of it, nothing where there was no whole. */
export function share<Labels extends string>(part: Expr<Labels>, whole: Expr<NoInfer<Labels>>): Expr<Labels> {
  return ratio(orZeroOf(part, whole), whole);
}

/** An expression over a number other than 0. */
export function divide<Labels extends string>(expr: Expr<Labels>, divisor: Operand): Expr<Labels> {
  return operate(expr, '/', divisor);
}

/** The expression, and 0 for each series of the other that it does not have. */
export function orZeroOf<Labels extends string>(
  expr: Expr<Labels>,
  other: Expr<NoInfer<Labels>>,
): Expr<Labels> {
  return operate(expr, 'or', times(other, 0));
}

/** The series of the first, and those of the second that the first does not have. */
export function or<Labels extends string>(first: Expr<Labels>, second: Expr<NoInfer<Labels>>): Expr<Labels> {
  return operate(first, 'or', second);
}

/** The series that the condition has too: with all labels equal, or those that `on` names. */
export function and<Labels extends string>(
  expr: Expr<Labels>,
  condition: Expr,
  on?: readonly string[],
): Expr<Labels> {
  return operate(expr, `and${renderOn(on)}`, condition);
}

/** The series that the exception does not have: with all labels equal, or those that `on` names. */
export function unless<Labels extends string>(
  expr: Expr<Labels>,
  exception: Expr,
  on?: readonly string[],
): Expr<Labels> {
  return operate(expr, `unless${renderOn(on)}`, exception);
}

/** The series of those scrape targets only that have the other expression too. */
export function onTargetsWith<Labels extends string>(expr: Expr<Labels>, other: Expr): Expr<Labels> {
  return and(expr, other, ['job', 'instance']);
}
