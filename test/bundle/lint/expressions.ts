import { parser } from '@prometheus-io/lezer-promql';
import { listParts, type PromqlNode, parsePromql, type SelectorNode } from './promql-tree.ts';

/** One selector of an expression. */
export interface Selector extends SelectorNode {
  /** The innermost function or aggregation around it; empty where there is none. */
  readonly around: string;
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

/** Every selector of an expression. Throws for one that does not parse. */
export function listSelectors(expr: string): readonly Selector[] {
  const visit = (node: PromqlNode, around: string): readonly Selector[] => {
    if (node.kind === 'selector') return [{ ...node, around }];
    const inside = node.kind === 'call' || node.kind === 'aggregate' ? node.name : around;
    return listParts(node).flatMap(part => visit(part, inside));
  };
  return visit(parsePromql(expr), '');
}

/** The sentinels that `expandVariables` puts in place of `$__rate_interval` and `$__range`. */
export const EXPANDED_RATE_INTERVAL = RATE_INTERVAL;
export const EXPANDED_RANGE = WHOLE_RANGE;
