import { defineAlert } from './definition.ts';

/** The Node.js runtime, and its process as the operating system sees it. */
export const nodejsAlerts = {
  nodejsEventLoopBlocked: defineAlert({
    name: 'NodejsEventLoopBlocked',
    // People notice 50 ms; twice that in one of a hundred turns of the loop is no accident.
    threshold: 0.1,
    unit: 'seconds',
    forSeconds: 600,
    keepFiringForSeconds: 300,
    severity: 'warning',
    team: 'application',
    labels: ['job', 'instance'],
    summary: 'The event loop is blocked for long stretches.',
    description:
      'One in a hundred timers of {instance} ({job}) runs {value} late or more, and every request waits as long; the limit is {threshold}.',
    board: 'infrastructure',
  }),
  nodejsEventLoopSaturated: defineAlert({
    name: 'NodejsEventLoopSaturated',
    threshold: 0.9,
    unit: 'ratio',
    forSeconds: 600,
    keepFiringForSeconds: 300,
    severity: 'critical',
    team: 'application',
    labels: ['job', 'instance'],
    summary: 'The event loop has almost no idle time left.',
    description:
      'The event loop of {instance} ({job}) worked {value} of the last 5 minutes; the limit is {threshold}.',
    board: 'infrastructure',
  }),
  nodejsHeapNearLimit: defineAlert({
    name: 'NodejsHeapNearLimit',
    threshold: 0.9,
    unit: 'ratio',
    forSeconds: 300,
    severity: 'critical',
    team: 'application',
    labels: ['job', 'instance'],
    summary: 'The heap is close to the size at which Node.js gives up.',
    description:
      'Node.js of {instance} ({job}) uses {value} of the heap that it may use; the limit is {threshold}.',
    board: 'infrastructure',
  }),
  nodejsGcPressure: defineAlert({
    name: 'NodejsGcPressure',
    threshold: 0.1,
    unit: 'ratio',
    forSeconds: 600,
    keepFiringForSeconds: 300,
    severity: 'warning',
    team: 'application',
    labels: ['job', 'instance'],
    summary: 'Garbage collection takes much of the time.',
    description:
      'Garbage collection took {value} of the last 5 minutes of {instance} ({job}); the limit is {threshold}.',
    board: 'infrastructure',
  }),
  processFileDescriptorsLow: defineAlert({
    name: 'ProcessFileDescriptorsLow',
    threshold: 0.8,
    unit: 'ratio',
    forSeconds: 300,
    severity: 'warning',
    team: 'application',
    labels: ['job', 'instance'],
    summary: 'The process has few file descriptors left.',
    description:
      'The process of {instance} ({job}) has {value} of the file descriptors open that it may open; the limit is {threshold}.',
    board: 'infrastructure',
  }),
  processRestarting: defineAlert({
    name: 'ProcessRestarting',
    // A deployment restarts a process once, one that is taken back twice.
    threshold: 2,
    unit: 'count',
    forSeconds: 0,
    keepFiringForSeconds: 300,
    severity: 'critical',
    team: 'application',
    labels: ['job', 'instance'],
    summary: 'The process starts again and again.',
    description: '{instance} ({job}) started anew {value} times within 15 minutes; the limit is {threshold}.',
    board: 'infrastructure',
  }),
  processCpuHigh: defineAlert({
    name: 'ProcessCpuHigh',
    threshold: 0.9,
    unit: 'ratio',
    forSeconds: 900,
    keepFiringForSeconds: 300,
    severity: 'warning',
    team: 'application',
    labels: ['job', 'instance'],
    summary: 'The process uses almost a whole CPU core.',
    description:
      'The process of {instance} ({job}) used {value} of one CPU core over the last 5 minutes; the limit is {threshold}.',
    board: 'infrastructure',
  }),
} as const;
