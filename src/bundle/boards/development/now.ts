import { buildRow, buildStat, type UnplacedPanel } from '../../../dashboards/index.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { buildSteps, NEUTRAL } from '../steps.ts';
import { failedCode, failedOperations, hourlyCode, hourlyProjects, operationRate } from './signals.ts';

const SIZE = { width: 4, height: 4 };

function buildOperationStats({ catalogue, threshold }: BoardContext): readonly UnplacedPanel[] {
  return [
    buildStat({
      ...SIZE,
      title: 'File operations',
      metric: catalogue.file.operations,
      perSecond: true,
      decimals: 2,
      noValue: 'No operations',
      thresholds: NEUTRAL,
      queries: [query(operationRate(catalogue, 'file', []), 'Operations')],
    }),
    buildStat({
      ...SIZE,
      title: 'Failing file operations',
      description:
        'Operations on files that failed over all of them. Red from the threshold of FileOperationsFailing on.',
      unit: 'percentunit',
      decimals: 1,
      noValue: 'No operations',
      thresholds: buildSteps(threshold('FileOperationsFailing')),
      queries: [query(failedOperations(catalogue, 'file', []), 'Failing')],
    }),
    buildStat({
      ...SIZE,
      title: 'Failing version operations',
      description:
        'Versions that could not be made, restored or deleted, over all. Red from the threshold of VersionOperationsFailing on.',
      unit: 'percentunit',
      decimals: 1,
      noValue: 'No operations',
      thresholds: buildSteps(threshold('VersionOperationsFailing')),
      queries: [query(failedOperations(catalogue, 'version', []), 'Failing')],
    }),
  ];
}

/** The line on top: does the work get done. */
export function buildNowSection(context: BoardContext): readonly UnplacedPanel[] {
  const { catalogue, threshold } = context;
  return [
    buildRow('Now'),
    buildStat({
      ...SIZE,
      title: 'Generated code',
      metric: catalogue.development.codeGenerations,
      description: 'Pieces of code that models generate, per hour, at the pace of this moment.',
      decimals: 0,
      noValue: 'No code',
      thresholds: NEUTRAL,
      queries: [query(hourlyCode(catalogue, []), 'Generated')],
    }),
    buildStat({
      ...SIZE,
      title: 'Failed code',
      description:
        'Pieces of code that broke off or failed over all of them. Red from the threshold of CodeGenerationFailing on.',
      unit: 'percentunit',
      decimals: 1,
      noValue: 'No code',
      thresholds: buildSteps(threshold('CodeGenerationFailing')),
      queries: [query(failedCode(catalogue), 'Failed')],
    }),
    ...buildOperationStats(context),
    buildStat({
      ...SIZE,
      title: 'Projects',
      metric: catalogue.development.projectsCreated,
      description: 'Projects that users create, per hour, at the pace of this moment.',
      decimals: 0,
      noValue: 'No projects',
      thresholds: NEUTRAL,
      queries: [query(hourlyProjects(catalogue), 'Projects')],
    }),
  ];
}
