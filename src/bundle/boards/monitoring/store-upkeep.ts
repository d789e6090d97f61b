import {
  buildRow,
  buildStat,
  buildTimeseries,
  type ThresholdStep,
  type UnplacedPanel,
} from '../../../dashboards/index.ts';
import {
  above,
  aggregate,
  increase,
  secondsSince,
  select,
  selectCounter,
  sumBy,
} from '../../promql/index.ts';
import { buildAlertGraph, buildYesNo } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';

const SIZE = { width: 8, height: 8, min: 0, noValue: 'No server' };

const ONE_IS_GOOD: readonly ThresholdStep[] = [
  { value: null, color: 'red' },
  { value: 1, color: 'green' },
];

function buildRetention(context: BoardContext): readonly UnplacedPanel[] {
  const { retentionRuns, retentionSuccess, partitionsDropped } = context.catalogue.storeUpkeep;
  const lastSuccess = aggregate('max', ['job'], above(select(retentionSuccess, chosen), 0));
  return [
    buildAlertGraph(context, 'RetentionFailing', {
      ...SIZE,
      title: 'Retention last succeeded',
      description: 'Time since a server of the job last removed what is too old.',
      unit: 's',
      noValue: 'Never',
      queries: [query(secondsSince(lastSuccess), '{{job}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Runs of retention',
      metric: retentionRuns,
      queries: [
        query(
          sumBy(['job', 'result'], increase(selectCounter(retentionRuns, chosen), RANGE)),
          '{{job}} {{result}}',
        ),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Partitions dropped',
      metric: partitionsDropped,
      queries: [query(sumBy(['job'], increase(selectCounter(partitionsDropped, chosen), RANGE)), '{{job}}')],
    }),
  ];
}

function buildAudit({ catalogue: { storeUpkeep } }: BoardContext): readonly UnplacedPanel[] {
  const { auditLeaves, auditUnsigned, checkpointFailures } = storeUpkeep;
  const legend = '{{job}} {{instance}}';
  return [
    buildTimeseries({
      ...SIZE,
      width: 7,
      title: 'Audit trail',
      metric: auditLeaves,
      queries: [query(select(auditLeaves, chosen), legend)],
    }),
    buildTimeseries({
      ...SIZE,
      width: 7,
      title: 'Unsigned leaves',
      metric: auditUnsigned,
      description:
        'Leaves of the audit trail that no checkpoint covers yet. AuditUnsignedLeaves fires where there are some and no checkpoint comes.',
      queries: [query(select(auditUnsigned, chosen), legend)],
    }),
    buildTimeseries({
      ...SIZE,
      width: 6,
      title: 'Failed checkpoints',
      metric: checkpointFailures,
      description:
        'Checkpoints that could not be signed, written or sent. AuditCheckpointsFailing fires where that goes on.',
      queries: [query(increase(selectCounter(checkpointFailures, chosen), RANGE), legend)],
    }),
  ];
}

/** What the aiwatch server does for its store: it removes what is too old, and signs the audit trail. */
export function buildStoreUpkeepSection(context: BoardContext): readonly UnplacedPanel[] {
  const consistent = aggregate('min', [], select(context.catalogue.storeUpkeep.auditConsistent, chosen));
  return [
    buildRow('Retention and audit'),
    ...buildRetention(context),
    buildStat({
      width: 4,
      height: 8,
      title: 'Audit trail intact',
      description:
        'Whether the audit trail of every server still holds what that server signed last. AuditTrailInconsistent fires where it does not.',
      unit: 'none',
      noValue: 'No server',
      thresholds: ONE_IS_GOOD,
      mappings: buildYesNo('Intact', 'Changed'),
      queries: [query(consistent, 'Audit trail')],
    }),
    ...buildAudit(context),
  ];
}
