import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Panel {
  readonly type: string;
  readonly description?: string;
  readonly targets?: readonly { readonly expr?: string; readonly exemplar?: boolean }[];
  readonly fieldConfig?: { readonly defaults?: { readonly unit?: string; readonly noValue?: string } };
  /** Those of a collapsed row. */
  readonly panels?: readonly Panel[];
}
interface Dashboard {
  readonly panels: readonly Panel[];
  readonly links?: readonly unknown[];
  readonly templating?: { readonly list: readonly { readonly type: string }[] };
  readonly annotations?: { readonly list: readonly { readonly builtIn?: number }[] };
}

/** What is counted over dashboards; rows and texts are no panels. */
export interface DashboardCounts {
  readonly boards: number;
  readonly panels: number;
  readonly withDescription: number;
  readonly withUnit: number;
  readonly withNoValue: number;
  /** Expressions with `rate`, `irate` or `increase`, and those of them over `$__rate_interval`. */
  readonly rates: number;
  readonly ratesOverInterval: number;
  readonly boardsWithDatasourceVariable: number;
  readonly boardsWithLinks: number;
  readonly boardsWithAnnotations: number;
  readonly targets: number;
  readonly exemplarTargets: number;
}

function listPanels(panels: readonly Panel[]): readonly Panel[] {
  const all = panels.flatMap(panel => [panel, ...listPanels(panel.panels ?? [])]);
  return all.filter(({ type }) => type !== 'row' && type !== 'text');
}

function countPanels(panels: readonly Panel[]) {
  const targets = panels.flatMap(panel => panel.targets ?? []);
  const rates = targets.filter(({ expr = '' }) => /\b(?:rate|irate|increase)\(/.test(expr));
  return {
    panels: panels.length,
    withDescription: panels.filter(panel => panel.description).length,
    withUnit: panels.filter(panel => panel.fieldConfig?.defaults?.unit).length,
    withNoValue: panels.filter(panel => panel.fieldConfig?.defaults?.noValue).length,
    rates: rates.length,
    ratesOverInterval: rates.filter(({ expr = '' }) => expr.includes('$__rate_interval')).length,
    targets: targets.length,
    exemplarTargets: targets.filter(({ exemplar }) => exemplar).length,
  };
}

/** Counts over the dashboards in grafana/dashboards of a folder. */
export async function countDashboards(root: string): Promise<DashboardCounts> {
  const folder = join(root, 'grafana/dashboards');
  const names = (await readdir(folder)).filter(name => name.endsWith('.json')).sort();
  const boards = await Promise.all(
    names.map(async name => JSON.parse(await readFile(join(folder, name), 'utf8')) as Dashboard),
  );
  const count = (test: (board: Dashboard) => unknown) => boards.filter(test).length;
  return {
    boards: boards.length,
    ...countPanels(boards.flatMap(board => listPanels(board.panels))),
    boardsWithDatasourceVariable: count(board => board.templating?.list.some(v => v.type === 'datasource')),
    boardsWithLinks: count(board => board.links?.length),
    boardsWithAnnotations: count(board => board.annotations?.list.some(({ builtIn }) => builtIn !== 1)),
  };
}
