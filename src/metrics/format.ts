import type { MetricType, Unit } from '../catalogue/definition.ts';

/** An exposition format of Prometheus. */
export type ExpositionFormat = 'text' | 'openmetrics';

/** The `Content-Type` of each; Prometheus 3 fails a scrape without a right one. */
export const CONTENT_TYPES: Readonly<Record<ExpositionFormat, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** What the header of a family says. */
export interface FamilyHeader {
  readonly name: string;
  readonly type: MetricType | 'summary' | 'untyped';
  readonly help: string;
  readonly unit?: Unit | undefined;
}

/** The comment lines in front of the samples of a family. */
export function familyHeader(header: FamilyHeader, format: ExpositionFormat): string {
  return format === 'text' ? textHeader(header) : openMetricsHeader(header);
}

function textHeader({ name, type, help }: FamilyHeader): string {
  const text = help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return `# HELP ${name} ${text}\n# TYPE ${name} ${type === 'info' ? 'gauge' : type}\n`;
}

function openMetricsHeader({ name, type, help, unit }: FamilyHeader): string {
  const family = openMetricsFamilyName(name, type);
  const text = help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
  const unitLine = unit !== undefined && family.endsWith(`_${unit}`) ? `# UNIT ${family} ${unit}\n` : '';
  return `# TYPE ${family} ${type === 'untyped' ? 'unknown' : type}\n${unitLine}# HELP ${family} ${text}\n`;
}

/** OpenMetrics names the family without the suffix that its samples carry. */
export function openMetricsFamilyName(name: string, type: FamilyHeader['type']): string {
  if (type === 'counter' && name.endsWith('_total')) return name.slice(0, -'_total'.length);
  if (type === 'info' && name.endsWith('_info')) return name.slice(0, -'_info'.length);
  return name;
}
