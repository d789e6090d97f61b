import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** A matcher of a selector. */
interface LabelMatcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
  /** As it is written. */
  readonly text: string;
}

export interface SelectorNode {
  readonly kind: 'selector';
  readonly metric: string;
  readonly matchers: readonly LabelMatcher[];
  /** Range in brackets; undefined for an instant selector. */
  readonly range: string | undefined;
}

export interface CallNode {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly PromqlNode[];
}

export interface AggregateNode {
  readonly kind: 'aggregate';
  readonly name: string;
  readonly by: readonly string[] | undefined;
  readonly without: readonly string[] | undefined;
  readonly args: readonly PromqlNode[];
}

export interface BinaryNode {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: PromqlNode;
  readonly right: PromqlNode;
  readonly on: readonly string[] | undefined;
  readonly ignoring: readonly string[] | undefined;
  readonly group: 'left' | 'right' | undefined;
  /** Labels that group_left or group_right takes over from the other side. */
  readonly included: readonly string[];
}

interface NumberNode {
  readonly kind: 'number';
  readonly value: number;
}

/** A PromQL expression without what changes no labels: parentheses, offsets, signs. */
export type PromqlNode =
  | SelectorNode
  | CallNode
  | AggregateNode
  | BinaryNode
  | NumberNode
  | { readonly kind: 'string' };

function listChildren(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

/** Builds the tree of an expression. Throws for one that does not parse. */
export function parsePromql(expr: string): PromqlNode {
  const text = ({ from, to }: SyntaxNode) => expr.slice(from, to);
  const labelsIn = (node: SyntaxNode | null | undefined) => node?.getChildren('LabelName').map(text) ?? [];

  function buildSelector(node: SyntaxNode, range: string | undefined): SelectorNode {
    const identifier = node.getChild('Identifier');
    const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
    return {
      kind: 'selector',
      metric: identifier === null ? '' : text(identifier),
      matchers: matchers.map(matcher => ({
        label: text(matcher.getChild('LabelName')!),
        operator: text(matcher.getChild('MatchOp')!),
        value: JSON.parse(text(matcher.getChild('StringLiteral')!)) as string,
        text: text(matcher),
      })),
      range,
    };
  }

  function buildArguments(node: SyntaxNode): readonly PromqlNode[] {
    const body = node.getChild('FunctionCallBody');
    return body === null ? [] : listChildren(body).map(build);
  }

  function buildAggregate(node: SyntaxNode): AggregateNode {
    const modifier = node.getChild('AggregateModifier');
    const labels = labelsIn(modifier?.getChild('GroupingLabels'));
    return {
      kind: 'aggregate',
      name: text(node.getChild('AggregateOp')!),
      by: modifier?.getChild('By') ? labels : undefined,
      without: modifier?.getChild('Without') ? labels : undefined,
      args: buildArguments(node),
    };
  }

  function buildBinary(node: SyntaxNode): BinaryNode {
    const children = listChildren(node);
    const clause = node.getChild('MatchingModifierClause');
    const [matching = [], included = []] = clause?.getChildren('GroupingLabels').map(labelsIn) ?? [];
    return {
      kind: 'binary',
      operator: text(children[1]!),
      left: build(children[0]!),
      right: build(children.at(-1)!),
      on: clause?.getChild('On') ? matching : undefined,
      ignoring: clause?.getChild('Ignoring') ? matching : undefined,
      group: clause?.getChild('GroupLeft') ? 'left' : clause?.getChild('GroupRight') ? 'right' : undefined,
      included,
    };
  }

  function build(node: SyntaxNode): PromqlNode {
    switch (node.name) {
      case 'PromQL':
      case 'ParenExpr':
      case 'OffsetExpr':
      case 'StepInvariantExpr':
      case 'SubqueryExpr':
        return build(node.firstChild!);
      case 'UnaryExpr':
        return build(node.lastChild!);
      case 'MatrixSelector':
        return buildSelector(node.firstChild!, expr.slice(node.firstChild!.to + 1, node.to - 1));
      case 'VectorSelector':
        return buildSelector(node, undefined);
      case 'FunctionCall':
        return { kind: 'call', name: text(node.getChild('FunctionIdentifier')!), args: buildArguments(node) };
      case 'AggregateExpr':
        return buildAggregate(node);
      case 'BinaryExpr':
        return buildBinary(node);
      case 'NumberDurationLiteral':
        return { kind: 'number', value: Number(text(node)) };
      case 'StringLiteral':
        return { kind: 'string' };
      default:
        throw new Error(`${expr}: unexpected ${node.name} at ${node.from}`);
    }
  }
  return build(parser.parse(expr).topNode);
}

/** The parts of a node. */
export function listParts(node: PromqlNode): readonly PromqlNode[] {
  switch (node.kind) {
    case 'call':
    case 'aggregate':
      return node.args;
    case 'binary':
      return [node.left, node.right];
    default:
      return [];
  }
}

/** A node and all that it consists of. */
export function listNodes(node: PromqlNode): readonly PromqlNode[] {
  return [node, ...listParts(node).flatMap(listNodes)];
}

/** Whether a node is series rather than one number. */
export function isVector(node: PromqlNode): boolean {
  if (node.kind === 'binary') return isVector(node.left) || isVector(node.right);
  return node.kind !== 'number' && !(node.kind === 'call' && ['time', 'scalar'].includes(node.name));
}
