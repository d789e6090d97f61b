import { z } from 'zod';
import { amount, defineEventType } from './definition.ts';

const percent = () => z.number().min(0).max(100);

export const systemEvents = defineEventType({
  type: 'system',
  help: 'A sample of the host and of the queue, every 30 seconds; it is kept in `system_metrics` alone.',
  events: ['sample'],
  data: z.looseObject({
    cpuUsage: percent().describe('CPU of the host in use, in percent.'),
    memoryUsage: percent().describe('Memory of the host in use, in percent.'),
    queueLength: amount().nullable().optional().describe('Requests that wait.'),
    activeRequests: amount().nullable().optional().describe('Requests that are being worked on.'),
  }),
  content: [],
  personal: [],
  since: '0.1.0',
});
