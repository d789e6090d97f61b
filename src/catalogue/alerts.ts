/** How urgent an alert is: critical wakes somebody, warning waits for working hours, info is mailed only. */
export type Severity = 'critical' | 'warning' | 'info';

/** All severities, most urgent first. */
export const SEVERITIES = ['critical', 'warning', 'info'] as const satisfies readonly Severity[];

/** What the value of an alert is counted in: a fraction of 1, seconds, or events per second. */
export type AlertUnit = 'ratio' | 'seconds' | 'per_second';

/** Immutable description of one alert; its expression is built in `src/bundle/alert-groups`. */
export interface AlertDef<Name extends string = string> {
  readonly name: Name;
  /** The alert fires above this value; counted in `unit`. */
  readonly threshold: number;
  readonly unit: AlertUnit;
  /** How long the value has to stay above the threshold. */
  readonly forSeconds: number;
  readonly severity: Severity;
  /** One fixed sentence. */
  readonly summary: string;
  /** What is wrong in detail. `{value}`, `{threshold}` and the labels of the alert, e.g. `{job}`, are filled in. */
  readonly description: string;
}

function defineAlert<const Def extends AlertDef>(def: Def): Def {
  return def;
}

/**
 * Every alert of aiwatch. Thresholds, durations and severities of the first four are those that SPEC.md A2 names;
 * it names no duration for `RedisMemoryUsage`, which takes the five minutes of the others.
 */
export const alerts = {
  highErrorRate: defineAlert({
    name: 'HighErrorRate',
    threshold: 0.05,
    unit: 'ratio',
    forSeconds: 300,
    severity: 'warning',
    summary: 'Many requests end with a server error.',
    description:
      '{value} of all responses of {job} had a 5xx status over the last 5 minutes; the limit is {threshold}.',
  }),
  highResponseTime: defineAlert({
    name: 'HighResponseTime',
    threshold: 2,
    unit: 'seconds',
    forSeconds: 300,
    severity: 'warning',
    summary: 'Responses are slow on average.',
    description:
      'Responses of {job} that are not streamed took {value} on average over the last 5 minutes; the limit is {threshold}.',
  }),
  highMemoryUsage: defineAlert({
    name: 'HighMemoryUsage',
    threshold: 0.8,
    unit: 'ratio',
    forSeconds: 300,
    severity: 'critical',
    summary: 'The application is close to its memory limit.',
    description: '{instance} uses {value} of the memory that it may use; the limit is {threshold}.',
  }),
  redisMemoryUsage: defineAlert({
    name: 'RedisMemoryUsage',
    threshold: 0.9,
    unit: 'ratio',
    forSeconds: 300,
    severity: 'critical',
    summary: 'Redis is close to its maxmemory.',
    description: 'Redis behind {instance} uses {value} of its maxmemory; the limit is {threshold}.',
  }),
  highAiCallRate: defineAlert({
    name: 'HighAICallRate',
    threshold: 100,
    unit: 'per_second',
    forSeconds: 300,
    severity: 'warning',
    summary: 'A model is called unusually often.',
    description:
      '{job} makes {value} calls per second to {model} of {provider} ({operation}, {status}); the limit is {threshold}.',
  }),
} as const;

/** The name of an alert, e.g. `HighErrorRate`. */
export type AlertName = (typeof alerts)[keyof typeof alerts]['name'];

/** All alerts as one list. */
export const ALERTS: readonly AlertDef<AlertName>[] = Object.values(alerts);
