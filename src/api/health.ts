/** How something is, the best first: degraded works but not well, critical needs somebody now. */
export const HEALTH_STATUSES = ['healthy', 'degraded', 'unhealthy', 'critical'] as const;
export type HealthStatus = (typeof HEALTH_STATUSES)[number];

/** What the parts of the Monitoring page are. */
export const HEALTH_PART_KINDS = ['bot', 'database', 'outside_api', 'ai_provider', 'server'] as const;
export type HealthPartKind = (typeof HEALTH_PART_KINDS)[number];

/** What each status is shown as; what was never checked is grey. */
export const HEALTH_COLORS = {
  healthy: 'green',
  degraded: 'yellow',
  unhealthy: 'red',
  critical: 'red',
  unknown: 'grey',
} as const;
type HealthColor = (typeof HEALTH_COLORS)[keyof typeof HEALTH_COLORS];

/** The result of one check. */
export interface HealthCheckResult {
  readonly name: string;
  readonly status: HealthStatus;
  /** When it was checked, in Unix milliseconds. */
  readonly timestamp: number;
  /** How long the check took, in milliseconds. */
  readonly responseTime: number;
  readonly details?: Readonly<Record<string, unknown>>;
  /** Why it is not healthy, for people. */
  readonly error?: string;
}

/** A check whose result is another than before. */
export interface HealthChange {
  readonly name: string;
  /** Null where it was never checked before. */
  readonly from: HealthStatus | null;
  readonly to: HealthStatus;
  readonly result: HealthCheckResult;
}

/** A part of the Monitoring page. */
export interface HealthPart {
  readonly name: string;
  readonly kind: HealthPartKind;
  readonly status: HealthStatus | 'unknown';
  readonly color: HealthColor;
  /** ISO 8601; null before the first check. */
  readonly lastCheck: string | null;
  /** Milliseconds; null before the first check. */
  readonly responseTime: number | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly error: string | null;
}

/** The answer of `GET /api/v1/health`. */
export interface HealthReport {
  /** The worst of all parts. */
  readonly status: HealthStatus | 'unknown';
  readonly timestamp: string;
  /** Of the server, in seconds. */
  readonly uptime: number;
  readonly parts: readonly HealthPart[];
}

/** The answer of `GET /debug/health-quick`. */
export interface QuickHealth {
  readonly status: HealthStatus | 'unknown';
  readonly timestamp: string;
  readonly uptime: number;
  readonly database: HealthPart;
  readonly memory: HealthPart;
  /** Asked at most every five minutes. */
  readonly services: readonly HealthPart[];
}

/** The answer of `GET /health/ready`: with 200 where the server is ready, with 503 where it is not. */
export interface Readiness {
  readonly ready: boolean;
  /** What is in the way, e.g. `schema: …`. */
  readonly problems: readonly string[];
}
