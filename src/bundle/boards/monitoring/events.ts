import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { increase, rate, select, selectCounter, sumBy } from '../../promql/index.ts';
import { buildAlertGraph } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { percentile } from '../percentile.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';

const SIZE = { width: 8, height: 8, min: 0, noValue: 'No events' };

function buildIntake({ catalogue: { eventFlow } }: BoardContext): readonly UnplacedPanel[] {
  const accepted = rate(selectCounter(eventFlow.accepted, chosen), RANGE);
  const refused = increase(selectCounter(eventFlow.refused, chosen), RANGE);
  const dropped = increase(selectCounter(eventFlow.dropped, chosen), RANGE);
  return [
    buildTimeseries({
      ...SIZE,
      title: 'Events accepted',
      description: 'Events per second that were accepted, and are on the disk, by type.',
      unit: 'ops',
      stacked: true,
      queries: [query(sumBy(['type'], accepted), '{{type}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Events refused',
      metric: eventFlow.refused,
      description:
        'Events that were not accepted, by reason. EventsRefused fires where the spool goes on refusing them.',
      queries: [query(sumBy(['reason'], refused), '{{reason}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Events left out',
      metric: eventFlow.dropped,
      queries: [query(sumBy(['reason'], dropped), '{{reason}}')],
    }),
  ];
}

function buildPrivacy(context: BoardContext): readonly UnplacedPanel[] {
  const { eventFlow } = context.catalogue;
  const redactions = rate(selectCounter(eventFlow.redactions, chosen), RANGE);
  return [
    buildAlertGraph(context, 'EventsInvalid', {
      ...SIZE,
      title: 'Invalid events',
      description:
        'Events that were invalid, too large or too old over all that came within 15 minutes, where those were more than 20.',
      unit: 'percentunit',
      noValue: 'Few events',
      queries: [query(select(context.records.events.invalid, chosen), '{{job}} {{instance}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Redactions',
      description: 'Secrets and personal data that were removed from events per second, by kind.',
      unit: 'ops',
      stacked: true,
      noValue: 'None so far',
      queries: [query(sumBy(['kind'], redactions), '{{kind}}')],
    }),
  ];
}

function buildDelivery({ catalogue: { eventFlow } }: BoardContext): readonly UnplacedPanel[] {
  const { stored, duplicates, deadLetters } = eventFlow;
  const total = (counter: typeof stored | typeof duplicates | typeof deadLetters) =>
    sumBy(['job'], rate(selectCounter(counter, chosen), RANGE));
  return [
    buildTimeseries({
      ...SIZE,
      title: 'Events delivered',
      description:
        'Events per second that were delivered, were there already, or were refused for what is in them. EventDeadLetters fires with the first one of those.',
      unit: 'ops',
      queries: [
        query(total(stored), '{{job}} stored'),
        query(total(duplicates), '{{job}} duplicates'),
        query(total(deadLetters), '{{job}} dead letters'),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Events per batch',
      description: 'Half of the batches had at most so many events, and 99 % at most so many.',
      unit: 'short',
      queries: [
        query(percentile(0.5, eventFlow.batchSize, ['job'], chosen), '{{job}} median'),
        query(percentile(0.99, eventFlow.batchSize, ['job'], chosen), '{{job}} 99th percentile'),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Duration of batches',
      description: 'Time from the first attempt to deliver a batch until it was delivered.',
      unit: 's',
      queries: [
        query(percentile(0.5, eventFlow.batchDuration, ['job'], chosen), '{{job}} median'),
        query(percentile(0.99, eventFlow.batchDuration, ['job'], chosen), '{{job}} 99th percentile'),
      ],
    }),
  ];
}

/** Events on their way into the store, of applications and of the aiwatch server. */
export function buildEventsSection(context: BoardContext): readonly UnplacedPanel[] {
  const { failures } = context.catalogue.eventFlow;
  return [
    buildRow('Events'),
    ...buildIntake(context),
    ...buildPrivacy(context),
    buildTimeseries({
      ...SIZE,
      title: 'Failed deliveries',
      metric: failures,
      queries: [query(sumBy(['job'], increase(selectCounter(failures, chosen), RANGE)), '{{job}}')],
    }),
    ...buildDelivery(context),
  ];
}
