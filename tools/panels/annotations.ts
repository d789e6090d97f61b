import type { AnnotationDef } from './dashboard.ts';
import { formatPromql, interpolate } from './interpolate.ts';
import type { Labels, Series } from './prometheus.ts';
import { foreignDatasource, type QueryContext, resolveQuery } from './queries.ts';

/** A moment (or a stretch) that is marked in all charts. */
export interface Annotation {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly color: string;
  readonly title: string;
}

export interface LoadedAnnotations {
  readonly annotations: readonly Annotation[];
  readonly warnings: readonly string[];
}

/** Grafana's own default step of annotation queries. */
const DEFAULT_STEP = '60s';

function writeTitle(definition: AnnotationDef, labels: Labels): string {
  const format = definition.titleFormat || definition.name;
  return format.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, label: string) => labels[label] ?? '');
}

/** Each different value is a time in ms since 1970 (`useValueForTime`). */
function readValues({ values }: Series): readonly (readonly [number, number])[] {
  const times = new Set(values.filter(Number.isFinite).map(value => Math.floor(value) / 1_000));
  return [...times].map(time => [time, time] as const);
}

/** Samples above 0 are events; neighbours, one step apart, are one stretch. */
function readStretches(
  { times, values }: Series,
  stepSeconds: number,
): readonly (readonly [number, number])[] {
  const stretches: [number, number][] = [];
  times.forEach((time, index) => {
    if (!((values[index] ?? 0) > 0)) return;
    const last = stretches.at(-1);
    if (last && time - last[1] <= stepSeconds) last[1] = time;
    else stretches.push([time, time]);
  });
  return stretches;
}

async function loadOne(definition: AnnotationDef, context: QueryContext): Promise<readonly Annotation[]> {
  const expr = definition.expr ?? definition.target?.expr ?? '';
  const step = interpolate(definition.step || DEFAULT_STEP, context.scope, formatPromql).text;
  const query = resolveQuery({ type: 'annotation' }, { expr, interval: step }, 0, context);
  const found = await context.client.queryRange(query.expr, query.range, query.stepMs);
  const byValue = definition.useValueForTime === true || definition.useValueForTime === 'on';
  const marks = found.flatMap(series => {
    const stretches = byValue ? readValues(series) : readStretches(series, query.stepMs / 1_000);
    const title = writeTitle(definition, series.labels);
    const color = definition.iconColor ?? 'red';
    return stretches.map(([fromSeconds, toSeconds]) => ({ fromSeconds, toSeconds, color, title }));
  });
  const { fromMs, toMs } = context.range;
  return marks.filter(mark => mark.toSeconds * 1_000 >= fromMs && mark.fromSeconds * 1_000 <= toMs);
}

/** Asks for all annotations of a dashboard that are switched on; one that fails is a warning. */
export async function loadAnnotations(
  definitions: readonly AnnotationDef[],
  context: QueryContext,
): Promise<LoadedAnnotations> {
  const annotations: Annotation[] = [];
  const warnings: string[] = [];
  for (const definition of definitions) {
    if (definition.enable !== true || definition.builtIn === 1) continue;
    try {
      const foreign = foreignDatasource(definition.datasource);
      if (foreign) throw new Error(`data sources of type "${foreign}" are not supported`);
      annotations.push(...(await loadOne(definition, context)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      warnings.push(`Annotation "${definition.name}": ${reason}`);
    }
  }
  return { annotations, warnings };
}
