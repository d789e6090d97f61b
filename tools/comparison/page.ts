import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { countDashboards, type DashboardCounts } from './dashboard-counts.ts';
import { PEER_DASHBOARDS, PEER_PRACTICES, PEER_RULES, type PracticeTable } from './peers.ts';
import { countRules, type RuleCounts } from './rule-counts.ts';

/** The page, from the root of the repository. */
export const COMPARISON_PAGE = 'docs/comparison.md';

const DASHBOARD_COLUMNS = [
  ...['', 'boards', 'panels', 'with description', 'with unit', 'rates over `$__rate_interval`'],
  ...['boards with data source variable', 'boards with links', 'boards with annotations'],
  ...['targets with exemplars', 'panels with `noValue`'],
];

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

/** Our numbers by practice; the practices are those of the peers' table. */
function listRuleCells(counts: RuleCounts): ReadonlyMap<string, string> {
  const severity = (name: string) => String(counts.severities[name] ?? 0);
  return new Map([
    ['alerts', `${counts.alerts}`],
    ['recording rules', `${counts.records}`],
    ['alerts with `runbook_url`', `${counts.withRunbookUrl} (${counts.withRunbookPage} have a page)`],
    ['alerts with summary and description', `${counts.withTexts}`],
    ['alerts with `for`', `${counts.withFor}`],
    ['alerts with `keep_firing_for`', `${counts.withKeepFiringFor}`],
    ['alerts by `absent`', `${counts.absent}`],
    ...['critical', 'warning', 'info', 'none'].map(name => [name, severity(name)] as const),
    ['watchdog', counts.hasWatchdog ? 'yes' : 'no'],
    ['records named with levels (a colon)', `${counts.wellNamedRecords}`],
    ['names of alerts that a unit test expects to fire', `${counts.testedToFire} of ${counts.names}`],
    ['names that a unit test expects not to fire', `${counts.testedNotToFire} of ${counts.names}`],
  ]);
}

/** How many of all, or yes where it is all of them. */
function renderShare(count: number, all: number, what: string): string {
  return count === all ? 'yes' : `for ${count} of ${all} ${what}`;
}

/** What our files do of the practices of the peers' table. */
function listPracticeCells(rules: RuleCounts, boards: DashboardCounts): ReadonlyMap<string, string> {
  const tested = Math.min(rules.testedToFire, rules.testedNotToFire + (rules.hasWatchdog ? 1 : 0));
  return new Map([
    ['a runbook page for every alert', renderShare(rules.withRunbookPage, rules.alerts, 'alerts')],
    ['burn rates of SLOs over several windows', `${rules.burnRates} alerts`],
    ['inhibition rules', `${rules.inhibitions}`],
    ['watchdog', rules.hasWatchdog ? 'yes' : 'no'],
    ['unit tests for every alert', renderShare(tested, rules.names, 'alerts')],
    ['annotations on every board', renderShare(boards.boardsWithAnnotations, boards.boards, 'boards')],
    ['exemplars', `in ${boards.exemplarTargets} of ${boards.targets} targets`],
  ]);
}

/** The peers' table with our cells before theirs. */
function renderPractices({ columns, rows }: PracticeTable, ours: ReadonlyMap<string, string>): string {
  const lines = rows.map(([practice, ...peers]) => [practice, ours.get(practice) ?? '', ...peers]);
  return renderTable(['', 'aiwatch', ...columns], lines);
}

function renderDashboards(counts: DashboardCounts): string {
  const ours = [
    ...['aiwatch', counts.boards, counts.panels, counts.withDescription, counts.withUnit],
    ...[`${counts.ratesOverInterval} of ${counts.rates}`, counts.boardsWithDatasourceVariable],
    ...[counts.boardsWithLinks, counts.boardsWithAnnotations],
    ...[`${counts.exemplarTargets} of ${counts.targets}`, counts.withNoValue],
  ].map(String);
  return renderTable(DASHBOARD_COLUMNS, [ours, ...PEER_DASHBOARDS]);
}

/** Puts a text between the markers of a page. Throws where the page has none. */
function replaceSection(page: string, name: string, text: string): string {
  const section = new RegExp(`(<!-- ${name}: begin[^>]*-->\n)[^]*?(<!-- ${name}: end -->)`);
  if (!section.test(page)) throw new Error(`${COMPARISON_PAGE}: expected the markers of ${name}.`);
  return page.replace(section, (_, begin: string, end: string) => `${begin}${text}\n${end}`);
}

/** The page as it has to be for the files of a folder. */
export async function buildComparison(root: string): Promise<string> {
  const page = await readFile(join(root, COMPARISON_PAGE), 'utf8');
  const rules = await countRules(root);
  const dashboards = await countDashboards(root);
  const sections = [
    ['rules', renderPractices(PEER_RULES, listRuleCells(rules))],
    ['dashboards', renderDashboards(dashboards)],
    ['practices', renderPractices(PEER_PRACTICES, listPracticeCells(rules, dashboards))],
  ] as const;
  return sections.reduce((text, [name, section]) => replaceSection(text, name, section), page);
}
