import { canonicalNumberText, numberText } from './byte-writer.ts';
import { type ExpositionFormat, type FamilyHeader, familyHeader } from './format.ts';
import { labelPair, labelTextOf } from './label-text.ts';
import type { PromFamily, PromValue } from './prom-client-types.ts';

type ForeignType = FamilyHeader['type'];

const TYPES: ReadonlySet<string> = new Set(['counter', 'gauge', 'histogram', 'summary']);

/**
 * The lines of one family of a prom-client registry, header first.
 * @param constantLabels what every series gets that has no label of that name itself.
 */
export function* foreignFamilyLines(
  family: PromFamily,
  format: ExpositionFormat,
  constantLabels: Readonly<Record<string, string>>,
): Generator<string> {
  const header = headerIn(format, foreignHeader(family));
  yield familyHeader(header, format);
  for (const value of family.values ?? []) {
    const labels = { ...constantLabels, ...definedLabels(value.labels ?? {}) };
    yield foreignLine(header, { ...value, labels }, format);
  }
}

interface ForeignHeader {
  readonly name: string;
  readonly help: string;
  readonly type: ForeignType;
}

/** Name, help and type of a family as its registry tells them. */
export function foreignHeader({ name, help, type }: PromFamily): ForeignHeader {
  const text = String(type).toLowerCase();
  return { name, help: String(help), type: TYPES.has(text) ? (text as ForeignType) : 'untyped' };
}

/**
 * OpenMetrics has no counter whose name does not end in `_total`. The name is what queries use, so it stays, and the
 * type goes.
 */
function headerIn(format: ExpositionFormat, header: ForeignHeader): ForeignHeader {
  const isMisnamed = format === 'openmetrics' && header.type === 'counter' && !header.name.endsWith('_total');
  return isMisnamed ? { ...header, type: 'untyped' } : header;
}

function foreignLine(
  { name, type }: ForeignHeader,
  { labels, value, metricName, exemplar }: PromValue & { readonly labels: object },
  format: ExpositionFormat,
): string {
  const block = pairsOf(labels);
  const mayHaveExemplar = format === 'openmetrics' && (type === 'counter' || type === 'histogram');
  const exemplarText =
    mayHaveExemplar && exemplar
      ? ` # {${pairsOf(exemplar.labelSet)}} ${numberText(exemplar.value)} ${exemplar.timestamp ?? Date.now() / 1000}`
      : '';
  return `${metricName ?? name}${block === '' ? '' : `{${block}}`} ${numberText(Number(value))}${exemplarText}\n`;
}

function pairsOf(labels: object): string {
  return Object.entries(definedLabels(labels))
    .map(([name, value]) => labelPair(name, boundText(name, value) ?? labelTextOf(value)))
    .join(',');
}

function definedLabels(labels: object): object {
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== undefined));
}

function boundText(name: string, value: unknown): string | undefined {
  if (name !== 'le' && name !== 'quantile') return undefined;
  const bound = value === '+Inf' ? Number.POSITIVE_INFINITY : Number(value);
  return Number.isNaN(bound) ? undefined : canonicalNumberText(bound);
}
