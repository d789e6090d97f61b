import { defineLabel } from '../../catalogue/index.ts';
import { external } from './definition.ts';

const cpuMode = defineLabel({
  name: 'mode',
  help: 'What the CPU did, e.g. idle, user or system.',
  maxValues: 10,
});

/** Of node_exporter, 1.5 and newer. */
export const nodeMetrics = {
  cpu: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_cpu_seconds_total',
    help: 'Time that each CPU of the host spent in each mode.',
    unit: 'seconds',
    labels: [cpuMode],
  }),
} as const;
