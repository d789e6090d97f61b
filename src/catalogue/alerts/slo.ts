import { type BurnWindow, SLO_DAYS, SLOS, type SloDef, type SloName } from '../slos.ts';
import { type AlertDef, defineAlert, type Severity } from './definition.ts';

/** When a burning budget is worth an alert: the factor, and the two windows over which it has to be burning. */
export interface BurnAlert {
  /** Ends the name of the alert. */
  readonly suffix: 'Burn1h' | 'Burn6h' | 'Burn1d' | 'Burn3d';
  /** How many times faster than allowed the budget is used up; 1 uses it up exactly. */
  readonly factor: number;
  /** Long enough that the errors are worth the alert. */
  readonly longWindow: Exclude<BurnWindow, '5m' | '30m' | '2h'>;
  /** Short enough that the alert ends soon after the errors. */
  readonly shortWindow: BurnWindow;
  readonly windowsText: string;
  readonly forSeconds: number;
  readonly keepFiringForSeconds?: number;
  readonly severity: Severity;
  /** What the factor means. */
  readonly outlook: string;
}

/**
 * Factors and windows of the Google SRE Workbook (chapter 5, table 5-8): 2 % of the budget in an hour, 5 % in six, 10 %
 * in one and in three days. The durations are those of kubernetes-mixin. The two that page go on firing for a while,
 * because their short windows follow every dip.
 */
export const BURN_ALERTS: readonly BurnAlert[] = [
  {
    suffix: 'Burn1h',
    factor: 14.4,
    longWindow: '1h',
    shortWindow: '5m',
    windowsText: 'the last hour and the last 5 minutes',
    forSeconds: 120,
    keepFiringForSeconds: 300,
    severity: 'critical',
    outlook: 'within two days',
  },
  {
    suffix: 'Burn6h',
    factor: 6,
    longWindow: '6h',
    shortWindow: '30m',
    windowsText: 'the last 6 hours and the last 30 minutes',
    forSeconds: 900,
    keepFiringForSeconds: 300,
    severity: 'critical',
    outlook: 'within five days',
  },
  {
    suffix: 'Burn1d',
    factor: 3,
    longWindow: '1d',
    shortWindow: '2h',
    windowsText: 'the last day and the last 2 hours',
    forSeconds: 3600,
    severity: 'warning',
    outlook: 'within ten days',
  },
  {
    suffix: 'Burn3d',
    factor: 1,
    longWindow: '3d',
    shortWindow: '6h',
    windowsText: 'the last 3 days and the last 6 hours',
    forSeconds: 10_800,
    severity: 'warning',
    outlook: 'before its time is over',
  },
];

/** The share of an error budget that should always be left; what is below is a reason to hold back risky changes. */
export const BUDGET_LOW = 0.1;

type SloAlertName = `${SloName}${BurnAlert['suffix'] | 'BudgetLow'}`;

function buildBurnAlert({ name, title }: SloDef<SloName>, burn: BurnAlert): AlertDef<SloAlertName> {
  const { suffix, factor, windowsText, forSeconds, keepFiringForSeconds, severity, outlook } = burn;
  return defineAlert({
    name: `${name}${suffix}`,
    threshold: factor,
    unit: 'burn_rate',
    forSeconds,
    ...(keepFiringForSeconds === undefined ? {} : { keepFiringForSeconds }),
    severity,
    team: 'application',
    labels: ['job', 'slo'],
    summary: `${title} uses up its error budget of ${SLO_DAYS} days ${outlook}.`,
    description: `{job} uses up the error budget of {slo} {value} times as fast as it may, over ${windowsText}; the limit is {threshold}.`,
    board: 'slos',
    runbook: `${name}Burn`,
  });
}

function buildBudgetAlert({ name, title }: SloDef<SloName>): AlertDef<SloAlertName> {
  return defineAlert({
    name: `${name}BudgetLow`,
    threshold: BUDGET_LOW,
    unit: 'ratio',
    forSeconds: 3600,
    severity: 'info',
    team: 'application',
    labels: ['job', 'slo'],
    summary: `${title} has used up almost all of its error budget of ${SLO_DAYS} days.`,
    description: '{job} has {value} of the error budget of {slo} left; the limit is {threshold}.',
    board: 'slos',
    runbook: `${name}Burn`,
  });
}

const list = SLOS.flatMap(slo => [
  ...BURN_ALERTS.map(burn => buildBurnAlert(slo, burn)),
  buildBudgetAlert(slo),
]);

/** Error budgets that are used up too fast, and those that are almost gone: five alerts per objective, by name. */
export const sloAlerts = Object.fromEntries(list.map(alert => [alert.name, alert])) as {
  readonly [Name in SloAlertName]: AlertDef<Name>;
};
