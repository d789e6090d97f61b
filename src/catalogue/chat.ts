import { aiLatencyBuckets } from './buckets.ts';
import { defineMetric } from './definition.ts';
import { status } from './labels.ts';

/** Messages of a bot's users; recorded by `recordMessage`. */
export const chatMetrics = {
  messages: defineMetric({
    type: 'counter',
    name: 'chat_messages_total',
    help: 'Messages of users that the bot processed.',
    unit: 'messages',
    labels: [status],
    since: '0.1.0',
  }),
  responseDuration: defineMetric({
    type: 'histogram',
    name: 'chat_response_duration_seconds',
    help: 'Time from the message of a user to the answer of the bot.',
    unit: 'seconds',
    labels: [],
    buckets: aiLatencyBuckets,
    since: '0.1.0',
  }),
} as const;
