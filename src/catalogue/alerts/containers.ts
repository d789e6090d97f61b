import { defineAlert } from './definition.ts';

/** Containers, through cAdvisor. */
export const containerAlerts = {
  containerMemoryHigh: defineAlert({
    name: 'ContainerMemoryHigh',
    threshold: 0.9,
    unit: 'ratio',
    forSeconds: 600,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance', 'name'],
    summary: 'A container is close to its memory limit.',
    description: 'Container {name} uses {value} of the memory that it may use; the limit is {threshold}.',
    board: 'infrastructure',
  }),
  containerCpuThrottled: defineAlert({
    name: 'ContainerCpuThrottled',
    threshold: 0.25,
    unit: 'ratio',
    forSeconds: 900,
    keepFiringForSeconds: 300,
    severity: 'info',
    team: 'platform',
    labels: ['job', 'instance', 'name'],
    summary: 'A container is held back by its CPU limit.',
    description:
      'Container {name} was throttled in {value} of the periods in which it ran over the last 5 minutes; the limit is {threshold}.',
    board: 'infrastructure',
  }),
  containerRestarting: defineAlert({
    name: 'ContainerRestarting',
    // A deployment restarts a container once, one that is taken back twice.
    threshold: 2,
    unit: 'count',
    forSeconds: 0,
    keepFiringForSeconds: 300,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance', 'name'],
    summary: 'A container starts again and again.',
    description:
      'Container {name} started anew at least {value} times within 15 minutes; the limit is {threshold}.',
    board: 'infrastructure',
  }),
  containerOomKilled: defineAlert({
    name: 'ContainerOomKilled',
    threshold: 0,
    unit: 'count',
    forSeconds: 0,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance', 'name'],
    summary: 'The kernel killed a process of a container because it reached its memory limit.',
    description:
      'The kernel killed processes of container {name} for want of memory: about {value} within 15 minutes.',
    board: 'infrastructure',
  }),
} as const;
