import type { Catalogue } from '../../catalogue/index.ts';
import { renderDuration } from '../duration.ts';
import type { SloOperands } from '../rules/slo-operands.ts';
import { buildAiRecords } from './ai.ts';
import { buildContainerRecords } from './containers.ts';
import { buildEventRecords } from './events.ts';
import { buildHostRecords } from './host.ts';
import { buildHttpRecords } from './http.ts';
import { buildMemoryRecords } from './memory.ts';
import { buildNodejsRecords } from './nodejs.ts';
import { buildPostgresqlRecords } from './postgresql.ts';
import type { RecordDef } from './record.ts';
import { buildRedisRecords } from './redis.ts';
import { buildSessionRecords } from './sessions.ts';
import { BUDGET_INTERVAL_SECONDS, buildSloBudgetRecords } from './slo-budget.ts';
import { buildSloEventRecords, SLO_INTERVAL_SECONDS } from './slo-events.ts';
import { buildErrorRatios, buildWindowRecords } from './slo-windows.ts';
import { buildSpendRecords } from './spend.ts';
import { buildUsageRecords } from './usage.ts';

export type { RecordDef } from './record.ts';

/** Every recording rule, by group; within a group a rule may read those before it. */
export function buildRecords(catalogue: Catalogue, { slos }: { readonly slos: SloOperands }) {
  return {
    http: buildHttpRecords(catalogue),
    memory: buildMemoryRecords(catalogue),
    redis: buildRedisRecords(),
    postgresql: buildPostgresqlRecords(),
    nodejs: buildNodejsRecords(catalogue),
    host: buildHostRecords(),
    containers: buildContainerRecords(),
    ai: buildAiRecords(catalogue),
    spend: buildSpendRecords(catalogue),
    usage: buildUsageRecords(catalogue),
    sessions: buildSessionRecords(catalogue),
    events: buildEventRecords(catalogue),
    'slo-events': buildSloEventRecords(catalogue, slos),
    'slo-windows': buildWindowRecords(),
    'slo-ratios': buildErrorRatios(),
    'slo-budget': buildSloBudgetRecords(),
  };
}

export type Records = ReturnType<typeof buildRecords>;

/** Seconds between two evaluations, where a group does not follow `evaluation_interval`. */
const INTERVAL_SECONDS: Readonly<Partial<Record<string, number>>> = {
  'slo-events': SLO_INTERVAL_SECONDS,
  'slo-windows': SLO_INTERVAL_SECONDS,
  'slo-budget': BUDGET_INTERVAL_SECONDS,
} satisfies Partial<Record<keyof Records, number>>;

/** Every recording rule as one list. */
export function listRecords(records: Records): readonly RecordDef[] {
  return Object.values(records).flatMap(group => Object.values<RecordDef>(group));
}

function renderInterval(seconds: number | undefined): { readonly interval?: string } {
  return seconds === undefined ? {} : { interval: renderDuration(seconds) };
}

/** The contents of `prometheus/rules/recording.yml`. */
export function buildRecordingRules(records: Records) {
  return {
    groups: Object.entries(records).map(([family, group]) => ({
      name: `aiwatch-${family}-records`,
      ...renderInterval(INTERVAL_SECONDS[family]),
      rules: Object.values<RecordDef>(group).map(({ name, expr, fixedLabels }) => ({
        record: name,
        expr: expr.text,
        ...(fixedLabels === undefined ? {} : { labels: fixedLabels }),
      })),
    })),
  };
}
