import { setTimeout as sleep } from 'node:timers/promises';
import type { EventFlowRecorder, ProblemRecorder, StoredBatch } from '../../recorders/index.ts';
import type { Spool } from '../../spool/index.ts';

/** What became of the records of a batch. */
export type DeliveryResult = Omit<StoredBatch, 'durationSeconds'>;

/** Where a spool is drained to. */
export interface Destination {
  /** Resolves when it has the records for good; rejects when they are to be offered again. */
  deliver(records: readonly Uint8Array[]): Promise<DeliveryResult>;
  close(): Promise<void>;
}

export interface DeliveryOptions {
  readonly spool: Spool;
  readonly destination: Destination;
  readonly recorder: EventFlowRecorder;
  readonly problem: Pick<ProblemRecorder, 'log'>;
  /** Events that are waited for. */
  readonly batchSize: number;
  /** How long they are waited for: always, or asked for each batch when it begins, with so many events. */
  readonly flushIntervalMs: number | ((events: number) => number);
  /** Batches on their way at once. */
  readonly concurrency: number;
}

export interface Delivery {
  /** Delivers what waits, until the spool is empty or the time is over; what is left stays in the spool. */
  stop(deadlineMs: number): Promise<void>;
}

/** Under backlog batches grow to this: the knee of PostgreSQL's throughput (events.md, section 2). */
const MAX_BATCH_SIZE = 1000;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 10_000;
/** How long a batch that is on its way at the end is waited for; later it is found to be a duplicate. */
const LAST_ANSWER_MS = 1000;

/**
 * Delivers what is in a spool, batch after batch, each until the destination has it. A batch that fails is tried again,
 * later and later; what comes after it waits, but for the few batches that are on their way already.
 */
export function startDelivery(options: DeliveryOptions): Delivery {
  const ending = new AbortController();
  const stopping = new AbortController();
  const running = drain(options, ending.signal, stopping.signal).catch(error =>
    options.problem.log('delivery of events', error),
  );
  return {
    stop: async deadlineMs => {
      ending.abort();
      await waitFor(running, deadlineMs);
      stopping.abort();
      await waitFor(running, LAST_ANSWER_MS);
    },
  };
}

/** Until it has ended or the time is over, through which the process is kept alive. */
async function waitFor(running: Promise<void>, timeoutMs: number): Promise<void> {
  const waiting = new AbortController();
  await Promise.race([running, sleep(timeoutMs, undefined, { signal: waiting.signal }).catch(() => {})]);
  waiting.abort();
}

/** @param ending nothing more is waited for: what is there is delivered, and that is all */
async function drain(options: DeliveryOptions, ending: AbortSignal, signal: AbortSignal): Promise<void> {
  const { spool, batchSize, flushIntervalMs: lingerMs, concurrency } = options;
  const inFlight: Promise<boolean>[] = [];
  let committed = Promise.resolve(true);
  while (!signal.aborted) {
    const backlog = Math.min(spool.stats().records, MAX_BATCH_SIZE);
    const maxRecords = Math.max(backlog, batchSize);
    const batch = await readOn(() => spool.next({ maxRecords, lingerMs, signal: ending }), options, signal);
    if (batch === undefined) break;
    const delivered = deliver(batch.records, options, signal);
    // In the order of the spool: what is committed is everything up to a place.
    committed = Promise.all([committed, delivered]).then(([before, isDelivered]) => {
      if (before && isDelivered) spool.commit(batch.position);
      return before && isDelivered;
    });
    inFlight.push(delivered);
    if (inFlight.length >= concurrency) await inFlight.shift();
  }
  await committed;
}

/** Tries again and again; false once the delivery is stopped. */
async function deliver(
  records: readonly Uint8Array[],
  { destination, recorder, problem }: DeliveryOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const startMs = performance.now();
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      const result = await destination.deliver(records);
      recorder.stored({ ...result, durationSeconds: (performance.now() - startMs) / 1000 });
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      recorder.failed();
      problem.log('delivery of events', error);
    }
    await pause(failures, signal);
  }
  return false;
}

async function readOn<T>(
  read: () => Promise<T>,
  { problem }: DeliveryOptions,
  signal: AbortSignal,
): Promise<T | undefined> {
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      return await read();
    } catch (error) {
      problem.log('reading the spool', error);
    }
    await pause(failures, signal);
  }
  return undefined;
}

/** Between half and all of the time, so that several processes do not come back at the same moment. */
async function pause(failures: number, signal: AbortSignal): Promise<void> {
  const backoffMs = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** failures);
  await sleep(backoffMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
}
