/** Whom and what a report is of; all may be left out. */
export interface ReportContext {
  /** By which the same report is known when it comes again. @default one of ours */
  readonly id?: string | undefined;
  readonly userId?: string | null | undefined;
  readonly sessionId?: string | null | undefined;
  /** ISO 8601, or Unix milliseconds. @default now */
  readonly timestamp?: string | number | undefined;
}

export interface ProcessedMessage extends ReportContext {
  readonly userName?: string | undefined;
  readonly messageText?: string | undefined;
  /** Milliseconds until the answer. */
  readonly responseTime?: number | undefined;
}

export interface OccurredError extends ReportContext {
  readonly errorType?: string | undefined;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly context?: Readonly<Record<string, unknown>> | undefined;
}

export interface ChangedHealth {
  /** Of the part, e.g. `database`. */
  readonly name: string;
  readonly status: 'healthy' | 'degraded' | 'unhealthy' | 'critical';
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}
