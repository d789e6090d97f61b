import { parser } from '@prometheus-io/lezer-promql';

/** The first mistake in an expression, counted from 1. */
export interface PromqlMistake {
  readonly line: number;
  readonly column: number;
  /** The line of the expression, and below it a caret at the column. */
  readonly excerpt: string;
}

/** Functions that want the samples of a range, beside all `*_over_time`: those of Prometheus 2 and 3. */
const RANGE_FUNCTIONS: ReadonlySet<string> = new Set([
  ...['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv', 'changes', 'resets', 'predict_linear'],
  // One function: holt_winters until Prometheus 2, renamed in 3.
  ...['holt_winters', 'double_exponential_smoothing'],
]);

/** The grammar takes an instant vector there too. */
const needsRange = (name: string) => RANGE_FUNCTIONS.has(name) || name.endsWith('_over_time');

type Tree = ReturnType<typeof parser.parse>;
type Call = Tree['topNode'];

/** Where the range of a selector is missing that stands in a function for ranges. */
function findMissingRange(call: Call, expr: string): number | undefined {
  const name = call.getChild('FunctionIdentifier');
  if (name === null || !needsRange(expr.slice(name.from, name.to))) {
    return undefined;
  }
  return call.getChild('FunctionCallBody')?.getChild('VectorSelector')?.to;
}

/** Offset of the first mistake; undefined where there is none. */
function findOffset(expr: string): number | undefined {
  const offsets: number[] = [];
  parser.parse(expr).iterate({
    enter: ({ type, from, node }) => {
      const offset = type.isError ? from : findMissingRange(node, expr);
      if (offset !== undefined) offsets.push(offset);
    },
  });
  return offsets.length === 0 ? undefined : Math.min(...offsets);
}

/**
 * Parses an expression by the grammar of Prometheus' own user interface. Undefined for one that it takes; types are
 * checked only as far as a function asks for a range. `promtool check rules` checks the rest.
 */
export function findPromqlMistake(expr: string): PromqlMistake | undefined {
  const offset = findOffset(expr);
  if (offset === undefined) {
    return undefined;
  }
  const before = expr.slice(0, offset).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  const text = expr.split('\n')[before.length - 1] ?? '';
  return { line: before.length, column, excerpt: `  ${text}\n  ${' '.repeat(column - 1)}^` };
}

/** Names of the series that an expression reads, as often as it names them. */
export function listSeriesNames(expr: string): readonly string[] {
  const names: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ name, node }) => {
      const identifier = name === 'VectorSelector' ? node.getChild('Identifier') : null;
      if (identifier !== null) names.push(expr.slice(identifier.from, identifier.to));
    },
  });
  return names;
}
