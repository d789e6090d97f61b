import { parser } from '@prometheus-io/lezer-promql';

/** One selector of an expression. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly string[];
  /** Range in brackets; undefined for an instant selector. */
  readonly range: string | undefined;
  /** Functions and aggregations around it, innermost first. */
  readonly around: readonly string[];
}

/** Long durations that no expression uses, in place of Grafana's own variables: a parser knows no variables. */
const RATE_INTERVAL = '8869990787ms';
const WHOLE_RANGE = '6069770749ms';

/** Makes PromQL of a panel's expression, as Grafana would before it sends it. */
export function expandVariables(expr: string): string {
  return expr.replaceAll('$__rate_interval', RATE_INTERVAL).replaceAll('$__range', WHOLE_RANGE);
}

/** Positions of syntax errors. */
export function findSyntaxErrors(expr: string): readonly number[] {
  const errors: number[] = [];
  parser.parse(expr).iterate({
    enter: node => {
      if (node.type.isError) {
        errors.push(node.from);
      }
    },
  });
  return errors;
}

/** Every selector of an expression. */
export function listSelectors(expr: string): readonly Selector[] {
  const selectors: Selector[] = [];
  parser.parse(expr).iterate({
    enter: ({ name, node }) => {
      if (name !== 'VectorSelector') {
        return;
      }
      const text = (from: number, to: number) => expr.slice(from, to);
      const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
      const identifier = node.getChild('Identifier');
      const around: string[] = [];
      let range: string | undefined;
      for (let parent = node.parent; parent !== null; parent = parent.parent) {
        if (parent.name === 'MatrixSelector') {
          range = text(node.to, parent.to).slice(1, -1);
        }
        const callee = parent.getChild('FunctionIdentifier') ?? parent.getChild('AggregateOp');
        if (callee !== null) {
          around.push(text(callee.from, callee.to));
        }
      }
      selectors.push({
        metric: identifier === null ? '' : text(identifier.from, identifier.to),
        matchers: matchers.map(matcher => text(matcher.from, matcher.to)),
        range,
        around,
      });
    },
  });
  return selectors;
}

/** The sentinels that `expandVariables` puts in place of `$__rate_interval` and `$__range`. */
export const EXPANDED_RATE_INTERVAL = RATE_INTERVAL;
export const EXPANDED_RANGE = WHOLE_RANGE;
