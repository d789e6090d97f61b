import type { Catalogue, MetricDef } from '../catalogue/index.ts';
import { redisMetrics } from './external-metrics.ts';
import {
  average,
  type Expr,
  matching,
  orZeroOf,
  rate,
  ratio,
  select,
  selectCounter,
  sumBy,
} from './promql.ts';

/** A series that Prometheus computes ahead; named level:metric:operation. Its labels are those of its expression. */
export interface RecordDef<Labels extends string = string> extends MetricDef<'gauge'> {
  readonly expr: Expr<Labels>;
}

function record<Labels extends string>(name: string, help: string, expr: Expr<Labels>): RecordDef<Labels> {
  return { type: 'gauge', name, help, expr };
}

function buildHttpRecords({ http }: Catalogue) {
  const requests = record(
    'job:http_requests:rate5m',
    'Responses per second of all instances of a job.',
    sumBy(['job'], rate(selectCounter(http.requests), '5m')),
  );
  const errors = record(
    'job:http_errors:rate5m',
    'Responses with a 5xx status per second of all instances of a job; 0 where there were none.',
    orZeroOf(
      sumBy(['job'], rate(selectCounter(http.requests, { status_code: matching('5..') }), '5m')),
      select(requests),
    ),
  );
  const errorRatio = record(
    'job:http_errors:ratio_rate5m',
    'Responses with a 5xx status over all responses; nothing where there were no responses.',
    ratio(select(errors), select(requests)),
  );
  const duration = record(
    'job:http_request_duration_seconds:avg5m',
    'Average time of the responses that are not streamed; nothing where there were none.',
    average(http.duration, ['job'], '5m', { stream: 'false' }),
  );
  return { requests, errors, errorRatio, duration };
}

function buildMemoryRecords({ process }: Catalogue) {
  return {
    process: record(
      'instance:process_memory_usage:ratio',
      'Resident memory of a process over what it may use.',
      ratio(select(process.residentMemory), select(process.memoryLimit)),
    ),
    redis: record(
      'instance:redis_memory_usage:ratio',
      'Memory of Redis over its maxmemory; nothing where that is 0, which means no limit.',
      ratio(select(redisMetrics.memoryUsed), select(redisMetrics.memoryMax)),
    ),
  };
}

/** Every recording rule, by group; within a group a rule may read those before it. */
export function buildRecords(catalogue: Catalogue) {
  return { http: buildHttpRecords(catalogue), memory: buildMemoryRecords(catalogue) };
}

export type Records = ReturnType<typeof buildRecords>;

/** The contents of `prometheus/rules/recording.yml`. */
export function buildRecordingRules(records: Records) {
  return {
    groups: Object.entries(records).map(([family, group]) => ({
      name: `aiwatch-${family}-records`,
      rules: Object.values<RecordDef>(group).map(({ name, expr }) => ({ record: name, expr: expr.text })),
    })),
  };
}
