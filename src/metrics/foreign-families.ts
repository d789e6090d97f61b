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
  const header = foreignHeader(family);
  yield familyHeader(header, format);
  for (const value of family.values ?? []) {
    const labels = { ...constantLabels, ...definedLabels(value.labels ?? {}) };
    yield foreignLine(header, { ...value, labels }, format);
  }
}

/** Name, help and type as the formats want them: a counter's name ends in `_total` in OpenMetrics, whatever it was. */
export function foreignHeader({ name, help, type }: PromFamily): {
  name: string;
  help: string;
  type: ForeignType;
} {
  const text = String(type).toLowerCase();
  return { name, help: String(help), type: TYPES.has(text) ? (text as ForeignType) : 'untyped' };
}

function foreignLine(
  { name, type }: { name: string; type: ForeignType },
  { labels, value, metricName, exemplar }: PromValue & { readonly labels: object },
  format: ExpositionFormat,
): string {
  const isOpenMetrics = format === 'openmetrics';
  const lacksTotal = isOpenMetrics && type === 'counter' && !name.endsWith('_total');
  const sample = metricName ?? (lacksTotal ? `${name}_total` : name);
  const block = pairsOf(labels);
  const exemplarText =
    isOpenMetrics && exemplar
      ? ` # {${pairsOf(exemplar.labelSet)}} ${numberText(exemplar.value)} ${exemplar.timestamp ?? Date.now() / 1000}`
      : '';
  return `${sample}${block === '' ? '' : `{${block}}`} ${numberText(Number(value))}${exemplarText}\n`;
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
