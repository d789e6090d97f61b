import type { PrometheusClient, Series } from './prometheus.ts';
import type { TimeRange } from './time-range.ts';

/** What a variable's choices are made from: all matches of one query. */
export type VariableQuery = (range: TimeRange) => Promise<readonly string[]>;

/** `label_values(metric{a="b"}, label)`: the comma that counts is the last one. */
function splitLabelValues(inside: string): { matcher?: string; label: string } {
  const match = /^(.*),\s*([\w.]+)\s*$/s.exec(inside);
  if (!match) return { label: inside.trim() };
  return { matcher: (match[1] ?? '').trim(), label: match[2] ?? '' };
}

function describeSample(series: Series): string {
  const { __name__: name = '', ...labels } = series.labels;
  const inside = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return `${name}{${inside.join(',')}} ${series.values.at(-1)} ${(series.times.at(-1) ?? 0) * 1_000}`;
}

/**
 * Reads a query of a variable as Grafana's Prometheus data source does: `label_values`, `label_names`, `metrics`,
 * `query_result`.
 * @throws Error for anything else.
 */
export function parseVariableQuery(query: string, client: PrometheusClient): VariableQuery {
  const call = /^\s*(label_values|label_names|metrics|query_result)\s*\((.*)\)\s*$/s.exec(query);
  if (!call) {
    throw new Error(
      `expected label_values(…), label_names(), metrics(…) or query_result(…), found "${query}".`,
    );
  }
  const [, name, inside = ''] = call;
  if (name === 'label_names') return range => client.labelNames(range);
  if (name === 'query_result') {
    return async range => (await client.queryInstant(inside, range.toMs)).map(describeSample);
  }
  if (name === 'metrics') {
    const wanted = new RegExp(inside.trim() || '.');
    return async range =>
      (await client.labelValues('__name__', undefined, range)).filter(metric => wanted.test(metric));
  }
  const { matcher, label } = splitLabelValues(inside);
  return range => client.labelValues(label, matcher, range);
}

/** Applies a variable's `regex` filter (`/…/flags`): groups `text` and `value`, else the first group, else the match. */
export function filterChoices(choices: readonly string[], regex: string | undefined): readonly string[] {
  if (!regex) return choices;
  const literal = /^\/(.*)\/([gimsuy]*)$/s.exec(regex);
  const pattern = literal
    ? new RegExp(literal[1] ?? '', literal[2]?.replace('g', ''))
    : new RegExp(`^${regex}$`);
  const kept = choices.flatMap(choice => {
    const match = pattern.exec(choice);
    return match ? [match.groups?.['value'] ?? match[1] ?? match[0]] : [];
  });
  return [...new Set(kept)];
}

type Compare = (a: string, b: string) => number;

function compareNumbers(a: string, b: string): number {
  const first = Number(/\d+(\.\d+)?/.exec(a)?.[0] ?? -1);
  return first - Number(/\d+(\.\d+)?/.exec(b)?.[0] ?? -1);
}

const ascending: Compare = (a, b) => (a < b ? -1 : Number(a > b));
const ignoringCase: Compare = (a, b) => ascending(a.toLowerCase(), b.toLowerCase());

/** Grafana's `sort`: 0 none; 1/2 alphabetical; 3/4 numerical; 5/6 ignoring case; even numbers descending. */
const ORDERS: readonly (Compare | undefined)[] = [ascending, compareNumbers, ignoringCase, compareNumbers];

/** Sorts a variable's choices by Grafana's `sort` number. */
export function sortChoices(choices: readonly string[], sort = 0): readonly string[] {
  const compare = sort === 0 ? undefined : ORDERS[Math.floor((sort - 1) / 2)];
  if (!compare) return choices;
  const sorted = choices.toSorted(compare);
  return sort % 2 === 0 ? sorted.reverse() : sorted;
}
