import { defineAlert } from './definition.ts';

/**
 * Memory that is running out. Thresholds and severities are those of aiwatch's specification; it names no duration for
 * `RedisMemoryUsage`, which takes the five minutes of the others.
 */
export const memoryAlerts = {
  highMemoryUsage: defineAlert({
    name: 'HighMemoryUsage',
    threshold: 0.8,
    unit: 'ratio',
    forSeconds: 300,
    severity: 'critical',
    team: 'application',
    labels: ['job', 'instance'],
    summary: 'The application is close to its memory limit.',
    description: '{instance} uses {value} of the memory that it may use; the limit is {threshold}.',
    board: 'infrastructure',
  }),
  redisMemoryUsage: defineAlert({
    name: 'RedisMemoryUsage',
    threshold: 0.9,
    unit: 'ratio',
    forSeconds: 300,
    severity: 'critical',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'Redis is close to its maxmemory.',
    description: 'Redis behind {instance} uses {value} of its maxmemory; the limit is {threshold}.',
    board: 'infrastructure',
  }),
} as const;
