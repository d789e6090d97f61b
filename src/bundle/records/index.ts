import type { Catalogue } from '../../catalogue/index.ts';
import { buildContainerRecords } from './containers.ts';
import { buildHostRecords } from './host.ts';
import { buildHttpRecords } from './http.ts';
import { buildMemoryRecords } from './memory.ts';
import { buildNodejsRecords } from './nodejs.ts';
import { buildPostgresqlRecords } from './postgresql.ts';
import type { RecordDef } from './record.ts';
import { buildRedisRecords } from './redis.ts';

export type { RecordDef } from './record.ts';

/** Every recording rule, by group; within a group a rule may read those before it. */
export function buildRecords(catalogue: Catalogue) {
  return {
    http: buildHttpRecords(catalogue),
    memory: buildMemoryRecords(catalogue),
    redis: buildRedisRecords(),
    postgresql: buildPostgresqlRecords(),
    nodejs: buildNodejsRecords(catalogue),
    host: buildHostRecords(),
    containers: buildContainerRecords(),
  };
}

export type Records = ReturnType<typeof buildRecords>;

/** Every recording rule as one list. */
export function listRecords(records: Records): readonly RecordDef[] {
  return Object.values(records).flatMap(group => Object.values<RecordDef>(group));
}

/** The contents of `prometheus/rules/recording.yml`. */
export function buildRecordingRules(records: Records) {
  return {
    groups: Object.entries(records).map(([family, group]) => ({
      name: `aiwatch-${family}-records`,
      rules: Object.values<RecordDef>(group).map(({ name, expr, fixedLabels }) => ({
        record: name,
        expr: expr.text,
        ...(fixedLabels === undefined ? {} : { labels: fixedLabels }),
      })),
    })),
  };
}
