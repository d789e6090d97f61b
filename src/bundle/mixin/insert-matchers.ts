import { parser } from '@prometheus-io/lezer-promql';
import { isToken, TOKENS } from './tokens.ts';

type Node = ReturnType<typeof parser.parse>['topNode'];

interface Insertion {
  readonly at: number;
  readonly token: string;
}

/** Grafana's own durations as durations of the same length, so that places in the text stay the same. */
function maskVariables(expr: string): string {
  return expr.replaceAll(/\$__\w+/g, variable => `${'1'.repeat(variable.length - 1)}s`);
}

/** Where matchers go in a selector; nowhere in one of a recorded series, which has its labels from scraped ones. */
function findInsertion(selector: Node, expr: string): Insertion | undefined {
  const name = selector.getChild('Identifier');
  const metric = name === null ? '' : expr.slice(name.from, name.to);
  if (metric.includes(':') || isToken(metric)) return undefined;
  const matchers = selector.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
  const last = matchers.at(-1);
  return last === undefined ? { at: selector.to, token: TOKENS.only } : { at: last.to, token: TOKENS.also };
}

/**
 * The expression with a token for further matchers in every selector of a scraped metric; names of recorded series have
 * colons. Throws for an expression that the grammar does not take.
 */
export function insertMatchers(expr: string): string {
  const insertions: Insertion[] = [];
  parser.parse(maskVariables(expr)).iterate({
    enter: ({ type, name, node }) => {
      if (type.isError) throw new Error(`not PromQL at ${node.from}: ${expr}`);
      const insertion = name === 'VectorSelector' ? findInsertion(node, expr) : undefined;
      if (insertion !== undefined) insertions.push(insertion);
    },
  });
  return insertions.reduceRight(
    (text, { at, token }) => `${text.slice(0, at)}${token}${text.slice(at)}`,
    expr,
  );
}
