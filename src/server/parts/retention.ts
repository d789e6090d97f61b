import type { Config } from '../../config/index.ts';
import type { StoreUpkeepRecorder } from '../../recorders/index.ts';
import { retentionDaysOf } from '../../runtime.ts';
import { runRetention, type Store } from '../../store/index.ts';
import { type Repetition, repeat } from './repeat.ts';

export interface RetentionPartOptions {
  readonly store: Store;
  readonly recorder: StoreUpkeepRecorder;
  readonly onProblem: (where: string, error: unknown) => void;
}

const RETRY_MS = 5 * 60_000;

/** Deletes what is older than it may be, at the start and as often as configured, until it is stopped. */
export function startRetention(
  config: Config,
  { store, recorder, onProblem }: RetentionPartOptions,
): Repetition {
  const retentionDays = retentionDaysOf(config);
  const { rollupRetentionDays, cleanupInterval: intervalMs } = config.store;
  const run = async (signal: AbortSignal): Promise<void> => {
    const onDropped = () => recorder.partitionDropped();
    const result = await runRetention(store, { retentionDays, rollupRetentionDays, onDropped, signal });
    if (result !== undefined) recorder.retentionSucceeded(Date.now());
  };
  const fail = (error: unknown): void => {
    recorder.retentionFailed();
    onProblem('retention', error);
  };
  return repeat(run, { intervalMs, retryMs: RETRY_MS, onProblem: fail });
}
