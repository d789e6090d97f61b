/** A range: a number of minutes or hours in a rule, Grafana's own in a panel. */
export type Range = `${number}${'s' | 'm' | 'h' | 'd'}` | '$__rate_interval' | '$__range';

/** A PromQL expression and (as a type only) the labels that its series carry. */
export interface Expr<Labels extends string = string> {
  readonly text: string;
  /** Whether it needs parentheses inside another operation. */
  readonly isOperation: boolean;
  readonly labels?: Labels;
}

/** A selector of a counter (or of a part of a histogram that counts), the one thing that a rate can be taken of. */
export interface CounterSelector<Labels extends string = string> extends Expr<Labels> {
  readonly kind: 'counter';
}

/** A number as an operand, or an expression that stands for one, e.g. a placeholder of the mixin. */
export type Operand = number | Expr;

/** A function or aggregation of other expressions. */
export function apply<Labels extends string>(name: string, ...parts: readonly string[]): Expr<Labels> {
  return { text: `${name}(${parts.join(', ')})`, isOperation: false };
}

/** An operand as text, in parentheses where it is an operation. */
export function renderOperand(operand: Operand): string {
  if (typeof operand === 'number') return String(operand);
  return operand.isOperation ? `(${operand.text})` : operand.text;
}
