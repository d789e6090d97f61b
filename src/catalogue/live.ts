import { defineMetric } from './definition.ts';
import { liveTransport, shedReason } from './labels.ts';

/** The live feed of the aiwatch server. */
export const liveMetrics = {
  subscribers: defineMetric({
    type: 'gauge',
    name: 'aiwatch_stream_subscribers',
    help: 'Connections of administrators that follow the live feed.',
    unit: 'subscribers',
    labels: [liveTransport],
    since: '0.1.0',
  }),
  delivered: defineMetric({
    type: 'counter',
    name: 'aiwatch_stream_events_delivered_total',
    help: 'Events and frames that were written to subscribers, each for itself.',
    unit: 'events',
    labels: [liveTransport],
    since: '0.1.0',
  }),
  dropped: defineMetric({
    type: 'counter',
    name: 'aiwatch_stream_events_dropped_total',
    help: 'Events and frames that subscribers missed who were too slow, and who were told so.',
    unit: 'events',
    labels: [liveTransport],
    since: '0.1.0',
  }),
  shed: defineMetric({
    type: 'counter',
    name: 'aiwatch_stream_connections_shed_total',
    help: 'Connections to the live feed that the server refused or closed to protect itself.',
    unit: 'connections',
    labels: [shedReason],
    since: '0.1.0',
  }),
} as const;
