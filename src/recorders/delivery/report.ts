/** A deployment that ended. */
export interface DeploymentReport {
  readonly kind: 'deployment';
  readonly project: string;
  readonly environment: string;
  readonly version: string;
  readonly status: 'success' | 'failure';
  /** Undefined where the pipeline does not say. */
  readonly durationSeconds?: number | undefined;
}

/** An environment went back to a version that it had before. */
export interface RollbackReport {
  readonly kind: 'rollback';
  readonly project: string;
  readonly environment: string;
  /** The version that runs again; undefined where the pipeline does not say. */
  readonly version?: string | undefined;
}

/** A run of tests that ended. */
export interface TestsReport {
  readonly kind: 'tests';
  readonly project: string;
  /** Which tests, e.g. unit. */
  readonly suite: string;
  readonly passed: number;
  /** Tests whose set-up failed included. */
  readonly failed: number;
  readonly skipped: number;
  readonly durationSeconds: number;
}

/** What a pipeline reports: `aiwatch ci` sends it, the server takes it. */
export type DeliveryReport = DeploymentReport | RollbackReport | TestsReport;
