import type { Catalogue } from '../../catalogue/index.ts';
import { increase, matching, minus, plus, ratio, select, selectCounter, sumBy } from '../promql/index.ts';
import { record } from './record.ts';

const BY = ['job', 'instance'] as const;

/** So few events in 15 minutes, or fewer, say nothing about a share of them. */
const MIN_EVENTS = 20;

/** Whether an event is valid is decided before it may be left out, so that all three kinds together are what came. */
function buildInvalidShare({ accepted, refused, dropped }: Catalogue['eventFlow']) {
  const count = (counter: typeof accepted | typeof refused | typeof dropped) =>
    sumBy(BY, increase(selectCounter(counter), '15m'));
  const invalid = selectCounter(refused, { reason: matching('invalid|too_large|too_old') });
  const came = plus(plus(count(accepted), count(dropped)), count(refused));
  return ratio(sumBy(BY, increase(invalid, '15m')), came, MIN_EVENTS);
}

/** Events on their way into the store, and the audit trail about them. */
export function buildEventRecords({ eventFlow, storeUpkeep }: Catalogue) {
  return {
    invalid: record(
      'instance:aiwatch_events_invalid:ratio_increase15m',
      'Events that were invalid, too large or too old over all that came; nothing where those were 20 or fewer.',
      buildInvalidShare(eventFlow),
    ),
    spoolUsage: record(
      'instance:aiwatch_spool_usage:ratio',
      'How full a spool is, of the size at which it refuses events.',
      ratio(select(eventFlow.spoolBytes), select(eventFlow.spoolLimit)),
    ),
    signedLeaves: record(
      'instance:aiwatch_audit_signed_leaves:diff',
      'Leaves of the audit trail that a checkpoint covers.',
      minus(select(storeUpkeep.auditLeaves), select(storeUpkeep.auditUnsigned)),
    ),
  };
}
