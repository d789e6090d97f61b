import { buildBarGauge, buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import type { BoardContext } from '../board.ts';
import { linkTo } from '../links.ts';
import { query } from '../query.ts';
import { buildSteps } from '../steps.ts';
import { failedCodeByLanguage, hourlyCode, hourlyProjects } from './signals.ts';

const SIZE = { width: 8, height: 8, min: 0 };

/** What models and users produce. */
export function buildCodeSection({ catalogue, threshold }: BoardContext): readonly UnplacedPanel[] {
  return [
    buildRow('Code and projects'),
    buildTimeseries({
      ...SIZE,
      title: 'Generated code per hour by language',
      metric: catalogue.development.codeGenerations,
      description: 'Pieces of code that models generate, per hour.',
      stacked: true,
      noValue: 'No code',
      links: [linkTo('ai', 'Calls to models')],
      queries: [query(hourlyCode(catalogue, ['language']), '{{language}}')],
    }),
    buildBarGauge({
      ...SIZE,
      title: 'Failed code by language',
      description:
        'Pieces of code that broke off or failed over all of them, within the time that is shown. Red from the threshold of CodeGenerationFailing on, which holds for all languages together.',
      unit: 'percentunit',
      decimals: 1,
      max: 1,
      noValue: 'No code',
      thresholds: buildSteps(threshold('CodeGenerationFailing')),
      queries: [query(failedCodeByLanguage(catalogue), '{{language}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Projects per hour',
      metric: catalogue.development.projectsCreated,
      description: 'Projects that users create, per hour.',
      noValue: 'No projects',
      links: [linkTo('sessions', 'Sessions')],
      queries: [query(hourlyProjects(catalogue), 'Projects')],
    }),
  ];
}
