import type { Acceptance } from '../../events/index.ts';
import type { EventFlowRecorder, ProblemRecorder } from '../../recorders/index.ts';
import { openSpool, SPOOL_DEFAULTS, type Spool } from '../../spool/index.ts';
import { closeAll } from '../close-all.ts';
import { type Destination, startDelivery } from './delivery.ts';
import { createIntake, type Intake } from './intake.ts';

export interface PipelineOptions {
  readonly acceptance: Acceptance;
  readonly destination: Destination;
  readonly recorder: EventFlowRecorder;
  readonly problem: Pick<ProblemRecorder, 'log'>;
  readonly spoolDir: string;
  readonly spoolMaxBytes: number;
  readonly batchSize: number;
  readonly flushIntervalMs: number | ((events: number) => number);
  /** Batches on their way at once. @default 1 */
  readonly concurrency?: number;
}

/** The way of events from acceptance through the spool to their destination. */
export interface EventPipeline {
  readonly intake: Intake;
  readonly spool: Spool;
  /** Refuses what comes, delivers what waits as long as there is time, and closes; the rest stays in the spool. */
  close(deadlineMs: number): Promise<void>;
}

/** Opens the spool, replays what is in it, and begins to deliver. Throws SPOOL_LOCKED where another process has it. */
export async function openPipeline(options: PipelineOptions): Promise<EventPipeline> {
  const { acceptance, destination, recorder, problem, spoolDir, spoolMaxBytes } = options;
  const spool = await openSpool(
    { ...SPOOL_DEFAULTS, dir: spoolDir, maxBytes: spoolMaxBytes },
    { onProblem: problem.log },
  );
  recorder.watchSpool(spoolMaxBytes, () => readSpool(spool));
  const delivery = startDelivery({ ...options, concurrency: options.concurrency ?? 1, spool });
  return {
    intake: createIntake({ acceptance, spool, recorder }),
    spool,
    close: deadlineMs => closeAll([() => delivery.stop(deadlineMs), spool.close, destination.close]),
  };
}

const MS_PER_SECOND = 1000;

function readSpool(spool: Spool) {
  const { bytes, records, oldestRecordTimestampMs, corruptTotal, isWritable } = spool.stats();
  const oldestMs = oldestRecordTimestampMs ?? Date.now();
  return {
    bytes,
    events: records,
    oldestAgeSeconds: Math.max(0, (Date.now() - oldestMs) / MS_PER_SECOND),
    corruptEvents: corruptTotal.records,
    isWritable,
  };
}
