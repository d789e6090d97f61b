/** How urgent an alert is: critical wakes somebody, warning waits for working hours, info is mailed only. */
export type Severity = 'critical' | 'warning' | 'info';

/** All severities that a person may choose, most urgent first. */
export const SEVERITIES = ['critical', 'warning', 'info'] as const satisfies readonly Severity[];

/** Who looks after what an alert is about; Alertmanager routes by it. */
export type Team = 'application' | 'platform';

/** All teams of the alerts as they are shipped. */
export const TEAMS = ['application', 'platform'] as const satisfies readonly Team[];

/**
 * What the value of an alert is counted in: a fraction of 1, seconds, events per second, things, bytes, US dollars,
 * multiples of the rate that uses up an error budget exactly, or 1 and 0 for yes and no.
 */
export type AlertUnit =
  | 'ratio'
  | 'seconds'
  | 'per_second'
  | 'count'
  | 'bytes'
  | 'usd'
  | 'burn_rate'
  | 'boolean';

/** The dashboards, by the last part of their id; `dashboard_url` leads to one of them. */
export type BoardName =
  | 'overview'
  | 'http'
  | 'ai'
  | 'cost'
  | 'sessions'
  | 'development'
  | 'infrastructure'
  | 'delivery'
  | 'slos'
  | 'monitoring';

/** Immutable description of one alert; its condition is built in `src/bundle/alert-groups`. */
export interface AlertDef<Name extends string = string> {
  readonly name: Name;
  /** What the value is compared with, counted in `unit`; whether above or below fires is the condition's. Watchdog has none. */
  readonly threshold?: number;
  readonly unit: AlertUnit;
  /** How long the condition has to hold. */
  readonly forSeconds: number;
  /** How long it goes on firing after the condition has ended, so that a value around the threshold does not flap. */
  readonly keepFiringForSeconds?: number;
  /** `none` is for the watchdog, which always fires and tells nobody. */
  readonly severity: Severity | 'none';
  readonly team: Team;
  /** Labels that the series of the condition carry; the only ones that texts and links may name. */
  readonly labels: readonly string[];
  /** One fixed sentence. */
  readonly summary: string;
  /** What is wrong in detail. `{value}`, `{threshold}` and the labels of the alert, e.g. `{job}`, are filled in. */
  readonly description: string;
  /** The dashboard that shows it. */
  readonly board: BoardName;
  /** Name of its page in docs/runbooks, without `.md`. @default the name of the alert */
  readonly runbook?: string;
}

/** Defines an alert, keeping its literal name. */
export function defineAlert<const Def extends AlertDef>(def: Def): Def {
  return def;
}
