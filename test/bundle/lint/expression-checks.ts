import {
  type BinaryNode,
  isVector,
  listNodes,
  listParts,
  type PromqlNode,
  parsePromql,
  type SelectorNode,
} from './promql-tree.ts';
import { type LabelsOf, listResultLabels } from './result-labels.ts';
import { SERIES } from './series.ts';

/** A check of one expression: what is wrong in it, one text per place. Most follow a check of pint (cloudflare/pint 0.87). */
export type ExpressionCheck = (expr: string) => readonly string[];

const labelsOf: LabelsOf = metric => SERIES.get(metric)?.labels ?? [];
const resultOf = (node: PromqlNode) => listResultLabels(node, labelsOf);

/** Makes a check of all nodes of an expression. */
const eachNode =
  (check: (node: PromqlNode) => readonly string[]): ExpressionCheck =>
  expr =>
    listNodes(parsePromql(expr)).flatMap(check);

const eachSelector = (check: (selector: SelectorNode) => readonly string[]) =>
  eachNode(node => (node.kind === 'selector' ? check(node) : []));

const eachBinary = (check: (node: BinaryNode) => readonly string[]) =>
  eachNode(node => (node.kind === 'binary' ? check(node) : []));

const OF_COUNTERS = ['rate', 'irate', 'increase', 'resets'];
const OF_GAUGES = ['delta', 'idelta', 'deriv', 'predict_linear'];

/** promql/counter and promql/rate: rates are taken of counters, and of counters nothing but rates. */
const countersAreRated: ExpressionCheck = expr => {
  const visit = (node: PromqlNode, around: string): readonly string[] => {
    if (node.kind === 'selector') {
      const info = SERIES.get(node.metric);
      if (info === undefined) return [];
      if (info.isCounter && !OF_COUNTERS.includes(around)) return [`${node.metric} outside of rate`];
      return !info.isCounter && OF_COUNTERS.includes(around) ? [`${around} of ${node.metric}, a gauge`] : [];
    }
    return listParts(node).flatMap(part => visit(part, node.kind === 'call' ? node.name : ''));
  };
  return visit(parsePromql(expr), '');
};

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
/** Four scrapes at the shipped interval of 15 s: two are needed, one may fail, one may be late. */
const SHORTEST_RANGE_SECONDS = 60;

/** promql/rate: a range holds at least four scrapes. */
const rangesAreLongEnough = eachSelector(({ metric, range }) => {
  const [, digits, unit = ''] = /^(\d+)([smhdw])$/.exec(range ?? '') ?? [];
  const seconds = Number(digits) * (SECONDS[unit] ?? Number.NaN);
  return seconds < SHORTEST_RANGE_SECONDS ? [`a range of ${range} of ${metric} is too short`] : [];
});

/** promql/regexp: no anchors, which are always there; an expression without special characters is no expression. */
const regexpsAreNeeded = eachSelector(({ metric, matchers }) =>
  matchers
    .filter(({ operator }) => operator.endsWith('~'))
    .flatMap(({ label, value }) => [
      ...(/^\^|\$$/.test(value) ? [`${metric}: anchors in ${label} are always there`] : []),
      // A variable of Grafana becomes one.
      ...(/[.*+?()[\]|\\$]/.test(value) ? [] : [`${metric}: ${label} matches ${value} literally`]),
    ]),
);

/** promql/impossible: a label cannot have two values. */
const matchersAgree = eachSelector(({ metric, matchers }) => {
  const equal = matchers.filter(({ operator }) => operator === '=').map(({ label }) => label);
  return equal
    .filter((label, index) => equal.indexOf(label) !== index)
    .map(label => `${metric}: ${label} twice`);
});

/** promql/fragile and rule/label: labels that are grouped by are there. */
const groupedLabelsExist = eachNode(node => {
  if (node.kind !== 'aggregate') return [];
  const inner = node.args.at(-1);
  const labels = inner === undefined ? [] : resultOf(inner);
  return [...(node.by ?? []), ...(node.without ?? [])]
    .filter(label => !labels.includes(label))
    .map(label => `${node.name} by ${label}, which is not there`);
});

/** promql/vector_matching: both sides have the labels that they are matched by. */
const sidesMatch = eachBinary(({ operator, left, right, on, ignoring, group, included }) => {
  if (!isVector(left) || !isVector(right)) return [];
  const [ofLeft, ofRight] = [resultOf(left), resultOf(right)];
  if (on !== undefined) {
    const missing = on.filter(label => !ofLeft.includes(label) || !ofRight.includes(label));
    const other = group === 'left' ? ofRight : ofLeft;
    const unknown = included.filter(label => !other.includes(label));
    return [...missing, ...unknown].map(label => `${operator} on ${label}, which one side does not have`);
  }
  if (operator === 'or') return [];
  const counted = (labels: readonly string[]) => labels.filter(label => !ignoring?.includes(label)).sort();
  const [first, second] = [counted(ofLeft).join(' '), counted(ofRight).join(' ')];
  return first === second ? [] : [`${operator} between (${first}) and (${second})`];
});

const isAboveZero = (node: PromqlNode): boolean =>
  (node.kind === 'number' && node.value > 0) ||
  (node.kind === 'binary' &&
    node.operator === '>' &&
    node.right.kind === 'number' &&
    node.right.value >= 0) ||
  (node.kind === 'aggregate' && node.args.every(isAboveZero));

/** promql/nan: what is divided by is above 0. */
const divisorsAreGuarded = eachBinary(({ operator, right }) =>
  ['/', '%'].includes(operator) && !isAboveZero(right) ? ['a division by what may be 0'] : [],
);

/** Functions of gauges are not used on counters, which fall at every restart. */
const gaugesAreDerived = eachNode(node => {
  if (node.kind !== 'call' || !OF_GAUGES.includes(node.name)) return [];
  return node.args
    .filter(arg => arg.kind === 'selector' && SERIES.get(arg.metric)?.isCounter)
    .map(() => `${node.name} of a counter`);
});

/** Every check of an expression, by name. */
export const EXPRESSION_CHECKS: Readonly<Record<string, ExpressionCheck>> = {
  countersAreRated,
  rangesAreLongEnough,
  regexpsAreNeeded,
  matchersAgree,
  groupedLabelsExist,
  sidesMatch,
  divisorsAreGuarded,
  gaugesAreDerived,
};
