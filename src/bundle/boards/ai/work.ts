import type { Catalogue } from '../../../catalogue/index.ts';
import { buildRow, buildTable, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { rate, selectCounter, share, sumBy } from '../../promql/index.ts';
import { linkToValue } from '../links.ts';
import { chosenModels } from '../models.ts';
import { percentile } from '../percentile.ts';
import { query } from '../query.ts';
import { application, RANGE } from '../scope.ts';
import { BY_MODEL, callRate, failureShare } from './signals.ts';

function buildToolsTable({ ai }: Catalogue): UnplacedPanel {
  const calls = sumBy(['tool'], rate(selectCounter(ai.toolCalls, application), RANGE));
  const failed = sumBy(
    ['tool'],
    rate(selectCounter(ai.toolCalls, { ...application, status: 'error' }), RANGE),
  );
  return buildTable({
    width: 12,
    height: 8,
    title: 'Tools',
    description: 'Tools that models asked for, busiest first. AIToolErrorsHigh is about the errors.',
    labels: { tool: 'Tool' },
    columns: [
      { heading: 'Calls', unit: 'cps', decimals: 2, expr: calls.text },
      { heading: 'Errors', unit: 'percentunit', decimals: 1, expr: share(failed, calls).text },
      {
        heading: '95th percentile',
        unit: 's',
        expr: percentile(0.95, ai.toolDuration, ['tool'], application).text,
      },
    ],
    sortBy: 'Calls',
    noValue: '–',
  });
}

function buildModelsTable(catalogue: Catalogue): UnplacedPanel {
  const { ai } = catalogue;
  return buildTable({
    width: 24,
    height: 7,
    title: 'Models',
    description: 'Models side by side, busiest first. A click on a model chooses it for the whole dashboard.',
    labels: { provider: 'Provider', model: 'Model' },
    cellLinks: { model: linkToValue('ai', 'model', 'Only this model') },
    columns: [
      { heading: 'Calls', unit: 'cps', decimals: 2, expr: callRate(catalogue, BY_MODEL).text },
      { heading: 'Errors', unit: 'percentunit', decimals: 1, expr: failureShare(catalogue, BY_MODEL).text },
      {
        heading: 'First token, 95th percentile',
        unit: 's',
        expr: percentile(0.95, ai.timeToFirstToken, BY_MODEL, chosenModels).text,
      },
      {
        heading: 'Output tokens per second',
        unit: 'short',
        decimals: 0,
        expr: percentile(0.5, ai.outputTokenRate, BY_MODEL, chosenModels).text,
      },
      {
        heading: 'Tokens per second',
        unit: 'short',
        decimals: 1,
        expr: sumBy(BY_MODEL, rate(selectCounter(ai.tokens, chosenModels), RANGE)).text,
      },
    ],
    sortBy: 'Calls',
    noValue: '–',
  });
}

/** What models do: tokens and tools; and all models side by side. */
export function buildWorkSection(catalogue: Catalogue): readonly UnplacedPanel[] {
  const { tokens } = catalogue.ai;
  return [
    buildRow('Tokens, tools, models'),
    buildTimeseries({
      width: 12,
      height: 8,
      title: 'Tokens per second by type',
      metric: tokens,
      description: 'Tokens by type; types are disjoint, so that their sum is the total.',
      perSecond: true,
      min: 0,
      stacked: true,
      noValue: 'No tokens',
      legend: 'right',
      queries: [query(sumBy(['type'], rate(selectCounter(tokens, chosenModels), RANGE)), '{{type}}')],
    }),
    buildToolsTable(catalogue),
    buildModelsTable(catalogue),
  ];
}
