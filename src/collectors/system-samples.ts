import { AiwatchError, describe } from '../errors.ts';
import type { ContextSink } from '../events/index.ts';
import type { ProblemRecorder } from '../recorders/index.ts';
import { createHostSampler } from './host-sample.ts';

export interface SystemSampleOptions {
  /** From one sample to the next, 1,000 or more. @default 30_000 */
  readonly intervalMs?: number | undefined;
  /** How many requests wait. @default not told */
  readonly queueLength?: (() => number) | undefined;
  /** How many requests are being worked on. @default not told */
  readonly activeRequests?: (() => number) | undefined;
}

interface SystemSampleParts {
  readonly events: ContextSink;
  readonly problem: ProblemRecorder;
}

const DEFAULT_INTERVAL_MS = 30_000;
const MIN_INTERVAL_MS = 1000;
/** The longest that a timer of Node.js takes. */
const MAX_INTERVAL_MS = 2 ** 31 - 1;

/**
 * Makes an event with the state of the host and of the application's queue, again and again; its timer does not keep the
 * process alive. Throws CONFIG_INVALID for an interval out of range.
 * @returns stops it
 */
export function startSystemSamples(
  { events, problem }: SystemSampleParts,
  { intervalMs = DEFAULT_INTERVAL_MS, queueLength, activeRequests }: SystemSampleOptions = {},
): () => void {
  const sample = createHostSampler();
  const readAmount = problem.guard('system', amountOf);
  let isStopped = false;
  const emit = async (): Promise<void> => {
    try {
      const data = {
        ...(await sample()),
        ...(queueLength && { queueLength: readAmount('queueLength', queueLength) ?? null }),
        ...(activeRequests && { activeRequests: readAmount('activeRequests', activeRequests) ?? null }),
      };
      if (!isStopped) events.emitIn(undefined, { type: 'system', event: 'sample', data });
    } catch (error) {
      problem.record('system', error);
    }
  };
  const timer = setInterval(() => void emit(), checkInterval(intervalMs)).unref();
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}

function amountOf(name: string, read: () => number): number {
  const amount = read();
  if (Number.isFinite(amount) && amount >= 0) return amount;
  throw new AiwatchError('HOOK_TARGET_INVALID', {
    where: `systemSamples.${name}()`,
    expected: 'a number of 0 or more',
    found: describe(amount),
  });
}

function checkInterval(intervalMs: number): number {
  if (intervalMs >= MIN_INTERVAL_MS && intervalMs <= MAX_INTERVAL_MS) return intervalMs;
  throw new AiwatchError('CONFIG_INVALID', {
    where: 'systemSamples.intervalMs',
    expected: `a number of milliseconds from ${MIN_INTERVAL_MS} to ${MAX_INTERVAL_MS}`,
    found: describe(intervalMs),
  });
}
