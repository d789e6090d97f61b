import type { Catalogue } from '../../../catalogue/index.ts';
import { buildRow, buildTable, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { perHour, rate, selectCounter, sumBy } from '../../promql/index.ts';
import { linkTo, linkToValue } from '../links.ts';
import { query } from '../query.ts';
import { application, RANGE } from '../scope.ts';
import { hourlySpend, spendPerCall, spendPerTokens, spendWithin } from './signals.ts';

const SIZE = { width: 6, height: 8, min: 0 };
const BY_MODEL = ['provider', 'model'] as const;

function buildModelsTable(catalogue: Catalogue): UnplacedPanel {
  const unit = 'currencyUSD';
  return buildTable({
    width: 12,
    height: 8,
    title: 'Spend by model',
    description:
      'Models side by side, the dearest first. A click on a model chooses it for the whole dashboard.',
    labels: { provider: 'Provider', model: 'Model' },
    cellLinks: { model: linkToValue('cost', 'model', 'Only this model') },
    columns: [
      { heading: '24 hours', unit, decimals: 2, expr: spendWithin(catalogue, BY_MODEL, '1d').text },
      { heading: 'Per hour', unit, decimals: 2, expr: hourlySpend(catalogue, BY_MODEL).text },
      { heading: 'Per call', unit, expr: spendPerCall(catalogue).text },
      { heading: 'Per 1,000 tokens', unit, expr: spendPerTokens(catalogue).text },
    ],
    sortBy: '24 hours',
    noValue: '–',
  });
}

/** What the money is spent for. */
export function buildBusinessSection(catalogue: Catalogue): readonly UnplacedPanel[] {
  const { development, session } = catalogue;
  const hourly = (counter: typeof session.total | typeof development.projectsCreated) =>
    perHour(sumBy([], rate(selectCounter(counter, application), RANGE)));
  return [
    buildRow('What it is for'),
    buildModelsTable(catalogue),
    buildTimeseries({
      ...SIZE,
      title: 'Sessions per hour',
      metric: session.total,
      description: 'Sessions that were started, per hour.',
      noValue: 'No sessions',
      links: [linkTo('sessions', 'Sessions')],
      queries: [query(hourly(session.total), 'Sessions')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Projects per hour',
      metric: development.projectsCreated,
      description: 'Projects that users created, per hour.',
      noValue: 'No projects',
      links: [linkTo('development', 'Development')],
      queries: [query(hourly(development.projectsCreated), 'Projects')],
    }),
  ];
}
