import type { BundleConfig } from '../../config/index.ts';

/** A scrape job: its name, which is the `job` label of everything it scrapes, but for the application's. */
export type JobName = keyof BundleConfig['targets'];

/** The job of the aiwatch server. */
export const AIWATCH_JOB = 'aiwatch' satisfies JobName;
