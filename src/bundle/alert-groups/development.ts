import { alerts, type Catalogue } from '../../catalogue/index.ts';
import {
  above,
  and,
  increase,
  observations,
  quantile,
  type Range,
  ratio,
  selectCounter,
  sumBy,
} from '../promql/index.ts';
import type { AlertCondition, AlertContext, AlertGroup } from './alert-group.ts';
import { MIN_EVENTS, TAIL } from './minimum.ts';

const PER_OPERATION = ['job', 'operation'] as const;

/** Versions are made and code is generated far less often than files are read: ten minutes would hold too few. */
const RARE_RANGE = '1h';
const FILE_RANGE = '10m';

type Operations = Catalogue['file'] | Catalogue['version'];

function failedShare({ operations }: Operations, range: Range) {
  const failed = selectCounter(operations, { status: 'error' });
  return ratio(
    sumBy(PER_OPERATION, increase(failed, range)),
    sumBy(PER_OPERATION, increase(selectCounter(operations), range)),
    MIN_EVENTS,
  );
}

function buildOperationAlerts({ file, version }: Catalogue): readonly AlertCondition[] {
  const slow =
    ({ duration }: Operations, range: Range): AlertCondition['condition'] =>
    threshold =>
      and(
        above(quantile(TAIL, duration, PER_OPERATION, range), threshold),
        above(observations(duration, PER_OPERATION, range), MIN_EVENTS),
      );
  return [
    {
      alert: alerts.fileOperationsFailing,
      condition: threshold => above(failedShare(file, FILE_RANGE), threshold),
    },
    { alert: alerts.fileOperationsSlow, condition: slow(file, FILE_RANGE) },
    {
      alert: alerts.versionOperationsFailing,
      condition: threshold => above(failedShare(version, RARE_RANGE), threshold),
    },
    { alert: alerts.versionOperationsSlow, condition: slow(version, RARE_RANGE) },
  ];
}

/** Files, versions and generated code. */
export function buildDevelopmentAlerts({ catalogue }: AlertContext): AlertGroup {
  const { codeGenerations } = catalogue.development;
  const failedCode = ratio(
    sumBy(['job'], increase(selectCounter(codeGenerations, { status: 'error' }), RARE_RANGE)),
    sumBy(['job'], increase(selectCounter(codeGenerations), RARE_RANGE)),
    MIN_EVENTS,
  );
  return {
    name: 'aiwatch-development',
    alerts: [
      ...buildOperationAlerts(catalogue),
      { alert: alerts.codeGenerationFailing, condition: threshold => above(failedCode, threshold) },
    ],
  };
}
