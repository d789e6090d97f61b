import type { DeliveryReport, DeploymentReport, RollbackReport, TestsReport } from './report.ts';

/** What is known about one environment of a project; times are Unix times in seconds, undefined where there is none. */
export interface EnvironmentState {
  readonly project: string;
  readonly environment: string;
  /** How the latest deployment ended. */
  readonly status?: DeploymentReport['status'] | undefined;
  readonly durationSeconds?: number | undefined;
  readonly successTime?: number | undefined;
  readonly failureTime?: number | undefined;
  readonly rollbackTime?: number | undefined;
  /** The version that runs, and since when. */
  readonly version?: string | undefined;
  readonly versionTime?: number | undefined;
}

/** The latest run of a suite; when it ended is a Unix time in seconds. */
export interface SuiteState extends Omit<TestsReport, 'kind'> {
  readonly time: number;
}

/** The latest of everything that pipelines reported; those reported last come last. */
export interface DeliveryState {
  readonly environments: readonly EnvironmentState[];
  readonly suites: readonly SuiteState[];
}

export const EMPTY_DELIVERY: DeliveryState = { environments: [], suites: [] };

/** Environments and suites that are kept each; beyond, the one that was not reported for longest is forgotten. */
export const MAX_DELIVERY_ENTRIES = 500;

/** A suite that has not run for so long is forgotten: it was renamed or removed. */
const SUITE_KEPT_SECONDS = 30 * 86_400;

/** The state after a report. @param time when it arrived, as a Unix time in seconds. */
export function applyReport(state: DeliveryState, report: DeliveryReport, time: number): DeliveryState {
  return report.kind === 'tests'
    ? { ...state, suites: addRun(state.suites, report, time) }
    : { ...state, environments: addRelease(state.environments, report, time) };
}

function addRun(
  suites: readonly SuiteState[],
  { kind: _kind, ...run }: TestsReport,
  time: number,
): readonly SuiteState[] {
  const isSame = ({ project, suite }: SuiteState) => project === run.project && suite === run.suite;
  const others = suites.filter(each => !isSame(each) && time - each.time < SUITE_KEPT_SECONDS);
  return keepLatest([...others, { ...run, time }]);
}

function addRelease(
  environments: readonly EnvironmentState[],
  report: DeploymentReport | RollbackReport,
  time: number,
): readonly EnvironmentState[] {
  const { project, environment } = report;
  const isSame = (each: EnvironmentState) => each.project === project && each.environment === environment;
  const before = environments.find(isSame) ?? { project, environment };
  const after = report.kind === 'deployment' ? deploy(before, report, time) : rollBack(before, report, time);
  return keepLatest([...environments.filter(each => !isSame(each)), after]);
}

function keepLatest<Entry>(entries: readonly Entry[]): readonly Entry[] {
  return entries.slice(-MAX_DELIVERY_ENTRIES);
}

function deploy(
  before: EnvironmentState,
  { status, durationSeconds, version }: DeploymentReport,
  time: number,
): EnvironmentState {
  const after = { ...before, status, durationSeconds };
  return status === 'success'
    ? { ...after, successTime: time, version, versionTime: time }
    : { ...after, failureTime: time };
}

/** Without its name, the version that runs is not known any more. */
function rollBack(before: EnvironmentState, { version }: RollbackReport, time: number): EnvironmentState {
  const versionTime = version === undefined ? undefined : time;
  return { ...before, rollbackTime: time, version, versionTime };
}
