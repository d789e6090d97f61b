import { isAiwatchError } from '../../errors.ts';
import type { Acceptance, DeliveryNotes, EventSource, Verdict } from '../../events/index.ts';
import type { EventFlowRecorder, EventRefusal } from '../../recorders/index.ts';
import type { Spool } from '../../spool/index.ts';

/** Takes events in: accepted means on the disk. */
export interface Intake {
  /**
   * Decides on each event, and resolves when those that are accepted are durable. Throws SPOOL_FULL, SPOOL_BUSY,
   * SPOOL_FAILED or SPOOL_CLOSED where they cannot be: then none of them is accepted.
   */
  submit(inputs: readonly unknown[], source: EventSource, notes?: DeliveryNotes): Promise<readonly Verdict[]>;
}

export interface IntakeOptions {
  readonly acceptance: Acceptance;
  readonly spool: Pick<Spool, 'append'>;
  readonly recorder: EventFlowRecorder;
}

const REFUSALS: Readonly<Record<string, EventRefusal>> = {
  EVENT_INVALID: 'invalid',
  EVENT_TOO_LARGE: 'too_large',
  EVENT_TOO_OLD: 'too_old',
  SPOOL_FULL: 'spool_full',
  SPOOL_BUSY: 'spool_busy',
  SPOOL_CLOSED: 'closed',
};

export function createIntake({ acceptance, spool, recorder }: IntakeOptions): Intake {
  return {
    submit: async (inputs, source, notes) => {
      const verdicts = inputs.map(input => acceptance.accept(input, source, notes));
      const records: Uint8Array[] = [];
      for (const verdict of verdicts) if ('accepted' in verdict) records.push(verdict.accepted.record);
      if (records.length > 0) await keep(records, spool, recorder);
      for (const verdict of verdicts) count(verdict, recorder);
      return verdicts;
    },
  };
}

async function keep(
  records: readonly Uint8Array[],
  spool: Pick<Spool, 'append'>,
  recorder: EventFlowRecorder,
): Promise<void> {
  try {
    await spool.append(records);
  } catch (error) {
    recorder.refused(reasonOf(error), records.length);
    throw error;
  }
}

function reasonOf(error: unknown): EventRefusal {
  return (isAiwatchError(error) ? REFUSALS[error.code] : undefined) ?? 'spool_failed';
}

function count(verdict: Verdict, recorder: EventFlowRecorder): void {
  if ('dropped' in verdict) recorder.dropped(verdict.dropped);
  else if ('refused' in verdict) recorder.refused(REFUSALS[verdict.refused.code]!);
  else {
    recorder.accepted(verdict.accepted.event.type);
    recorder.redacted(verdict.accepted.redactions);
  }
}
