import {
  type AggregateNode,
  type BinaryNode,
  type CallNode,
  isVector,
  type PromqlNode,
} from './promql-tree.ts';

/** The labels of a series by its name. */
export type LabelsOf = (metric: string) => readonly string[];

/** Aggregations that keep whole series, and so all labels. */
const KEEPING = ['topk', 'bottomk', 'limitk'];
const SET_OPERATORS = ['and', 'unless'];

const union = (...lists: readonly (readonly string[])[]) => [...new Set(lists.flat())];

function ofCall({ name, args }: CallNode, labelsOf: LabelsOf): readonly string[] {
  if (name === 'vector' || name === 'time' || name === 'scalar') return [];
  if (name === 'absent' || name === 'absent_over_time') {
    const [selector] = args;
    if (selector?.kind !== 'selector') return [];
    return selector.matchers.filter(({ operator }) => operator === '=').map(({ label }) => label);
  }
  const [inner] = args.filter(arg => arg.kind !== 'number' && arg.kind !== 'string');
  const labels = inner === undefined ? [] : listResultLabels(inner, labelsOf);
  return name === 'histogram_quantile' ? labels.filter(label => label !== 'le') : labels;
}

function ofAggregate({ name, by, without, args }: AggregateNode, labelsOf: LabelsOf): readonly string[] {
  const inner = args.at(-1);
  const labels = inner === undefined ? [] : listResultLabels(inner, labelsOf);
  if (by !== undefined) return by.filter(label => labels.includes(label));
  if (without !== undefined) return labels.filter(label => !without.includes(label));
  return KEEPING.includes(name) ? labels : [];
}

function ofBinary(node: BinaryNode, labelsOf: LabelsOf): readonly string[] {
  const left = listResultLabels(node.left, labelsOf);
  const right = listResultLabels(node.right, labelsOf);
  if (SET_OPERATORS.includes(node.operator)) return left;
  if (node.operator === 'or') return union(left, right);
  if (!isVector(node.left)) return right;
  if (!isVector(node.right)) return left;
  if (node.group === 'left') return union(left, node.included);
  if (node.group === 'right') return union(right, node.included);
  // A comparison filters the left side, but what does not match is gone from it too.
  if (node.on !== undefined) return node.on;
  return node.ignoring === undefined ? left : left.filter(label => !node.ignoring?.includes(label));
}

/** The labels that the series of an expression's result carry, beside the name. */
export function listResultLabels(node: PromqlNode, labelsOf: LabelsOf): readonly string[] {
  switch (node.kind) {
    case 'selector':
      return labelsOf(node.metric);
    case 'call':
      return ofCall(node, labelsOf);
    case 'aggregate':
      return ofAggregate(node, labelsOf);
    case 'binary':
      return ofBinary(node, labelsOf);
    default:
      return [];
  }
}
