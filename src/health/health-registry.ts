import type { HealthChange, HealthCheckResult } from '../api/health.ts';
import { type Clock, systemClock } from '../clock.ts';
import { AiwatchError, describe } from '../errors.ts';
import type { HealthRecorder } from '../recorders/index.ts';
import { CheckRunner } from './check-runner.ts';
import type { HealthCheck, HealthCheckOptions } from './health-check.ts';

export interface HealthRegistryOptions extends HealthCheckOptions {
  /** Shows the results as metrics. @default nowhere */
  readonly recorder?: HealthRecorder | undefined;
  /** Told of failures of listeners. @default nobody */
  readonly onProblem?: ((where: string, error: unknown) => void) | undefined;
  /** @default the time of the system */
  readonly clock?: Clock | undefined;
}

export type HealthListener = (change: HealthChange) => void;

/** Checks by name, run on a schedule and on demand; the last result of each is kept. */
export interface HealthRegistry {
  /**
   * Adds a check, which runs at once and then at its interval. Throws HEALTH_CHECK_INVALID for a name that is taken or
   * too long, and for a check that is no function.
   * @returns removes it
   */
  addHealthCheck(name: string, check: HealthCheck, options?: HealthCheckOptions): () => void;
  /** Removes a check, its result and its metrics. @returns whether there was one */
  removeHealthCheck(name: string): boolean;
  /** Runs all checks, or one, and resolves by their deadlines. One that runs already is waited for. */
  run(name?: string): Promise<readonly HealthCheckResult[]>;
  /** The last results, in the order of adding; those that have none yet are left out. */
  results(): readonly HealthCheckResult[];
  /** The names of all checks, in the order of adding. */
  names(): readonly string[];
  /** The last result of one check; undefined before the first, and where there is no such check. */
  result(name: string): HealthCheckResult | undefined;
  /** Tells of each check whose status is another than before, the first one too. @returns ends that */
  onChange(listener: HealthListener): () => void;
  /** Ends the schedule; last results can still be read. */
  close(): void;
}

const DEFAULT_INTERVAL_MS = 15_000;
const DEFAULT_DEADLINE_MS = 5000;
/** It becomes the value of a label. */
const MAX_NAME_LENGTH = 100;

interface Entry {
  readonly name: string;
  readonly runner: CheckRunner;
  readonly intervalMs: number;
  timer: NodeJS.Timeout | undefined;
  last: HealthCheckResult | undefined;
}

export function createHealthRegistry(options: HealthRegistryOptions = {}): HealthRegistry {
  const { recorder, onProblem, clock = systemClock } = options;
  const entries = new Map<string, Entry>();
  const listeners = new Set<HealthListener>();
  let isClosed = false;

  const tell = (change: HealthChange): void => {
    for (const listener of listeners) {
      try {
        listener(change);
      } catch (error) {
        onProblem?.('telling of a change of health', error);
      }
    }
  };

  const keep = (entry: Entry, result: HealthCheckResult): void => {
    // One that was removed, or replaced, while it ran says nothing any more; of several who waited one is first.
    if (isClosed || entries.get(entry.name) !== entry || entry.last === result) return;
    const from = entry.last?.status ?? null;
    entry.last = result;
    recorder?.checked(result);
    if (from !== result.status) tell({ name: entry.name, from, to: result.status, result });
  };

  const runOne = async (entry: Entry): Promise<HealthCheckResult> => {
    const result = await entry.runner.run();
    keep(entry, result);
    return result;
  };

  const schedule = async (entry: Entry): Promise<void> => {
    await runOne(entry);
    if (isClosed || entries.get(entry.name) !== entry) return;
    entry.timer = setTimeout(() => void schedule(entry), entry.intervalMs);
    entry.timer.unref();
  };

  const remove = (entry: Entry): boolean => {
    if (entries.get(entry.name) !== entry) return false;
    entries.delete(entry.name);
    stop(entry);
    recorder?.removed(entry.name);
    return true;
  };

  return {
    addHealthCheck: (name, check, own = {}) => {
      checkName(name, check, entries);
      const deadlineMs = own.deadlineMs ?? options.deadlineMs ?? DEFAULT_DEADLINE_MS;
      const entry: Entry = {
        name,
        runner: new CheckRunner({ name, check, deadlineMs, clock }),
        intervalMs: own.intervalMs ?? options.intervalMs ?? DEFAULT_INTERVAL_MS,
        timer: undefined,
        last: undefined,
      };
      entries.set(name, entry);
      if (!isClosed) void schedule(entry);
      return () => {
        remove(entry);
      };
    },
    removeHealthCheck: name => {
      const entry = entries.get(name);
      return entry !== undefined && remove(entry);
    },
    run: name => {
      const asked = [...entries.values()].filter(entry => name === undefined || entry.name === name);
      return Promise.all(asked.map(runOne));
    },
    results: () => [...entries.values()].flatMap(({ last }) => (last === undefined ? [] : [last])),
    names: () => [...entries.keys()],
    result: name => entries.get(name)?.last,
    onChange: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      isClosed = true;
      for (const entry of entries.values()) stop(entry);
      listeners.clear();
    },
  };
}

function stop({ timer, runner }: Entry): void {
  clearTimeout(timer);
  runner.abort();
}

function checkName(name: unknown, check: unknown, entries: ReadonlyMap<string, unknown>): void {
  const where = `addHealthCheck(${describe(name)})`;
  if (typeof name !== 'string' || name === '' || name.length > MAX_NAME_LENGTH) {
    const expected = `a name of 1 to ${MAX_NAME_LENGTH} characters`;
    throw new AiwatchError('HEALTH_CHECK_INVALID', { where, expected, found: describe(name) });
  }
  if (entries.has(name)) {
    const expected = 'a name that is still free';
    throw new AiwatchError('HEALTH_CHECK_INVALID', { where, expected, found: 'another check of that name' });
  }
  if (typeof check === 'function') return;
  throw new AiwatchError('HEALTH_CHECK_INVALID', { where, expected: 'a function', found: describe(check) });
}
