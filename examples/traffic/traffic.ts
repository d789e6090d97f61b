import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildRandom } from '../model-server/random.ts';
import type { Scenario } from './scenario.ts';
import type { World } from './session.ts';
import { buildTally, type Summary } from './summary.ts';
import { playUser } from './user.ts';

/** How to play. */
export interface TrafficOptions {
  /** The assistant, such as `http://127.0.0.1:3001`. */
  readonly target: string;
  /** How many users are at work at once; 5 by default. */
  readonly users?: number;
  /** Every pause is divided by this; 1 by default. Must be above 0. */
  readonly pace?: number;
  /** What each user does follows from it; `aiwatch` by default. */
  readonly seed?: string;
  /** `mixed` by default. */
  readonly scenario?: Scenario;
  /** The wait before an assistant that is away is tried again, in milliseconds; 1,000 by default. */
  readonly retryWaitMs?: number;
  /** Told once when the assistant is away, once when it is back, and once per kind of unexpected answer. */
  readonly onProblem?: (message: string) => void;
}

/** Users at work. */
export interface Traffic {
  /** Lets the users begin; a second call does nothing. */
  start(): void;
  /** Stops the users, ends the sessions that are open, and returns what was done. */
  stop(): Promise<Summary>;
  /** What was done up to now. */
  summary(): Summary;
}

/** Sets up users who begin at `start()`. Throws a RangeError for a pace or a number of users that makes no sense. */
export function createTraffic(options: TrafficOptions): Traffic {
  const { users = 5, pace = 1, seed = 'aiwatch' } = options;
  if (!(pace > 0) || !Number.isInteger(users) || users < 1) {
    throw new RangeError(`expected a pace above 0 and at least one user, found pace ${pace}, users ${users}`);
  }
  const tally = buildTally();
  const stopping = new AbortController();
  // Each user listens once; Node warns of a leak from eleven listeners on.
  setMaxListeners(0, stopping.signal);
  const world: World = {
    target: options.target.replace(/\/+$/, ''),
    scenario: options.scenario ?? 'mixed',
    signal: stopping.signal,
    tally,
    pause: medianMs => sleep(medianMs / pace, undefined, { signal: stopping.signal }),
    ...buildReporting(options, stopping.signal),
  };
  let playing: Promise<unknown> | undefined;
  return {
    start() {
      playing ??= Promise.all(
        Array.from({ length: users }, (_, index) => {
          const userId = `user_eng${String(index + 1).padStart(3, '0')}`;
          return playUser(world, userId, buildRandom(`${seed} ${userId}`)).catch((error: unknown) =>
            options.onProblem?.(`${userId} had to give up: ${error}`),
          );
        }),
      );
    },
    async stop() {
      stopping.abort();
      await playing;
      return tally.summary();
    },
    summary: () => tally.summary(),
  };
}

/** Says each thing once: that the assistant is away, that it is back, that a step got an unexpected answer. */
function buildReporting(
  { target, retryWaitMs = 1_000, onProblem = () => {} }: TrafficOptions,
  signal: AbortSignal,
): Pick<World, 'onAway' | 'onBack' | 'onUnexpected'> {
  const told = new Set<string>();
  let away = false;
  return {
    async onAway(reason) {
      if (!away) {
        away = true;
        onProblem(`${target} cannot be reached (${reason}); trying again every ${retryWaitMs} ms`);
      }
      await sleep(retryWaitMs, undefined, { signal });
    },
    onBack() {
      if (away) {
        away = false;
        onProblem(`${target} answers again`);
      }
    },
    onUnexpected(step, answer) {
      const key = `${step} ${answer.slice(0, 40)}`;
      if (!told.has(key) && told.size < 100) {
        told.add(key);
        onProblem(`${step}: ${answer}`);
      }
    },
  };
}
