import { HEALTH_STATUSES, type HealthCheckResult } from '../api/health.ts';
import { describe } from '../errors.ts';
import type { CheckReport } from './health-check.ts';

const MAX_ERROR_LENGTH = 500;
/** Characters of JSON. Details are for a page, and are kept in memory. */
const MAX_DETAILS_LENGTH = 20_000;

/** What is known of a run beside what the check says. */
export interface CheckRun {
  readonly name: string;
  /** Unix milliseconds. */
  readonly timestamp: number;
  readonly responseTime: number;
}

/** Fills in what a check has left out. What is no result, or has no text, becomes a failure. */
export function buildResult(run: CheckRun, report: CheckReport): HealthCheckResult {
  if (!HEALTH_STATUSES.includes(report?.status)) {
    return buildFailure(run, new Error(`the check answered ${describe(report?.status)}, which is no status`));
  }
  const { status, timestamp, responseTime, details, error } = report;
  return {
    name: run.name,
    status,
    timestamp: numberOr(timestamp, run.timestamp),
    responseTime: numberOr(responseTime, Math.round(run.responseTime)),
    ...(details !== undefined && { details: copyDetails(details) }),
    ...(error !== undefined && error !== null && { error: messageOf(error) }),
  };
}

/** The result of a check that threw, or did not answer. */
export function buildFailure(run: CheckRun, error: unknown): HealthCheckResult {
  return buildResult(run, { status: 'unhealthy', error: messageOf(error) });
}

/** A copy that can be shown: what the check does with its own afterwards does not matter. */
function copyDetails(details: unknown): NonNullable<HealthCheckResult['details']> {
  try {
    const text = JSON.stringify(details) ?? 'null';
    if (text.length > MAX_DETAILS_LENGTH) return { omitted: `${text.length} characters` };
    const copy: unknown = JSON.parse(text);
    return typeof copy === 'object' && copy !== null ? { ...copy } : {};
  } catch (error) {
    return { omitted: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  // Of several addresses that refuse, Node.js makes an error whose own message is empty.
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  if (typeof error === 'string') return error.slice(0, MAX_ERROR_LENGTH);
  if (!(error instanceof Error)) return describe(error);
  return (error.message || error.name).slice(0, MAX_ERROR_LENGTH);
}

function numberOr(value: number | undefined, fallback: number): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : fallback;
}
