import type { BundleConfig } from '../config/index.ts';

/** The name of a scrape job, which is the `job` label of everything it scrapes. */
export type JobName = keyof BundleConfig['targets'];

/** The job of the instrumented application itself. */
export const APPLICATION_JOB = 'application' satisfies JobName;
/** The job of the aiwatch server. */
export const AIWATCH_JOB = 'aiwatch' satisfies JobName;
