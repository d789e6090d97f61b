import { createTraffic, type Traffic } from '../../examples/traffic/traffic.ts';

/** Users at work in a demo. */
export const DEMO_USERS = 5;

/** Twice as busy as people are: within a minute everything has happened once. */
const PACE = 2;

/**
 * Some calls fail, so that errors show too; few enough for `AIErrorRateHigh` and `AIRateLimited`. In a demo of hours the
 * alerts about the error budget of models may fire, as one call in twenty is more than an objective of 99 % allows.
 */
export const DEMO_MODEL_ARGS = ['--error-rate', '0.03', '--rate-limit-rate', '0.02'];

/** Lets the users of a demo begin; problems go to the console. */
export function startDemoTraffic(target: string): Traffic {
  const onProblem = (message: string) => console.error(`traffic: ${message}`);
  const traffic = createTraffic({ target, users: DEMO_USERS, pace: PACE, onProblem });
  traffic.start();
  return traffic;
}
