import type { Catalogue } from '../../catalogue/index.ts';
import { redisMetrics } from '../external-metrics/index.ts';
import { ratio, select } from '../promql/index.ts';
import { record } from './record.ts';

/** Memory in use over what there is. */
export function buildMemoryRecords({ process }: Catalogue) {
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
