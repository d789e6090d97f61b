import type { Catalogue } from '../../../catalogue/index.ts';
import { buildRow, buildTable, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { aggregate, not, ratio, secondsSince, select, sumBy } from '../../promql/index.ts';
import { query } from '../query.ts';
import { chosenProject } from './scope.ts';

const SIZE = { width: 8, height: 8, min: 0 };
const BY = ['project', 'suite'] as const;

function buildResults({ delivery: { tests } }: Catalogue): readonly UnplacedPanel[] {
  const passed = sumBy(BY, select(tests, { ...chosenProject, result: 'passed' }));
  const ran = sumBy(BY, select(tests, { ...chosenProject, result: not('skipped') }));
  return [
    buildTimeseries({
      ...SIZE,
      title: 'Tests by result',
      metric: tests,
      description: 'Tests of the latest runs of all suites, by result.',
      stacked: true,
      noValue: 'No test runs',
      queries: [query(sumBy(['result'], select(tests, chosenProject)), '{{result}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Share of passed tests',
      description: 'Tests that passed over those that ran, in the latest run of each suite.',
      unit: 'percentunit',
      max: 1,
      noValue: 'No test runs',
      queries: [query(ratio(passed, ran), '{{project}} {{suite}}')],
    }),
  ];
}

/** What the latest runs of all suites brought. */
export function buildTestsSection(catalogue: Catalogue): readonly UnplacedPanel[] {
  const { tests, testDuration, testTime } = catalogue.delivery;
  const failed = sumBy(BY, select(tests, { ...chosenProject, result: 'failed' }));
  const duration = aggregate('max', BY, select(testDuration, chosenProject));
  const age = secondsSince(aggregate('max', BY, select(testTime, chosenProject)));
  return [
    buildRow('Tests'),
    ...buildResults(catalogue),
    buildTimeseries({
      ...SIZE,
      title: 'Duration of test runs',
      metric: testDuration,
      noValue: 'No test runs',
      queries: [query(duration, '{{project}} {{suite}}')],
    }),
    buildTable({
      width: 24,
      height: 8,
      title: 'Suites',
      description:
        'The latest run of each suite: how many tests failed, how long it took and how long ago it was.',
      unit: 'short',
      noValue: 'No test runs',
      labels: { project: 'Project', suite: 'Suite' },
      columns: [
        { heading: 'Failed', unit: 'short', expr: failed.text },
        { heading: 'Duration', unit: 's', expr: duration.text },
        { heading: 'Age', unit: 's', expr: age.text },
      ],
      sortBy: 'Failed',
    }),
  ];
}
