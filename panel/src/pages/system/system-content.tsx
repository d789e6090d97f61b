import { useMemo } from 'react';
import type { RequestStatsAnswer, SystemStatsAnswer } from '../../../../src/api/admin-stats.ts';
import { BarList } from '../../charts/bar-list.tsx';
import { ChartCard } from '../../charts/chart-card.tsx';
import { Card } from '../../components/card.tsx';
import { Message } from '../../components/message.tsx';
import { Stat } from '../../components/stat.tsx';
import {
  formatAmount,
  formatCount,
  formatMilliseconds,
  formatPercent,
  NO_NUMBER,
} from '../../data/format-number.ts';
import { buildQueueChart, buildUsageChart } from './system-charts.ts';

export interface SystemData {
  readonly requests: RequestStatsAnswer;
  readonly system: SystemStatsAnswer;
}

const MS_PER_SECOND = 1000;
/** Of five rows of a list with their padding: a quiet hour has fewer, and the page keeps its length. */
const FIVE_ROWS_PX = 210;

/** The numbers of a period: requests, the host and the queue. */
export function SystemContent({ requests, system }: SystemData) {
  return (
    <>
      <div className="stack grid-numbers">
        <RequestNumbers requests={requests} />
        <HostNumbers system={system} />
      </div>
      <HostCharts system={system} />
      <Card title="Top endpoints" note="The five most used" minHeight={FIVE_ROWS_PX}>
        {requests.top_endpoints.length === 0 ? (
          <Message icon="server" title="No requests in this period">
            <p>Choose a longer period, or add the HTTP hook of aiwatch to your application.</p>
          </Message>
        ) : (
          <BarList
            items={requests.top_endpoints.map(({ path, count }) => ({ name: path, value: count }))}
            format={formatCount}
          />
        )}
      </Card>
    </>
  );
}

function RequestNumbers({ requests }: Pick<SystemData, 'requests'>) {
  const { request_count, avg_process_time, error_count, error_rate } = requests;
  return (
    <div className="grid">
      <Stat label="Requests" value={formatCount(request_count)}>
        <span>answered in the period</span>
      </Stat>
      <Stat
        label="Average process time"
        value={request_count === 0 ? NO_NUMBER : formatMilliseconds(avg_process_time * MS_PER_SECOND)}
      >
        <span>until the answer was sent</span>
      </Stat>
      <Stat label="Error rate" value={request_count === 0 ? NO_NUMBER : formatPercent(error_rate * 100)}>
        <span>{formatCount(error_count)} with a status of 400 or more</span>
      </Stat>
    </div>
  );
}

function HostNumbers({ system }: Pick<SystemData, 'system'>) {
  const isMeasured = system.metrics.length > 0;
  const hasQueue = system.metrics.some(({ queue_length }) => queue_length !== null);
  const show = (value: number, format: (value: number) => string) => (isMeasured ? format(value) : NO_NUMBER);
  const showQueue = (length: number) => (hasQueue ? formatAmount(length) : NO_NUMBER);
  return (
    <div className="grid">
      <Stat label="CPU now" value={show(system.current_cpu_usage, formatPercent)}>
        <span>{show(system.avg_cpu_usage, formatPercent)} on average</span>
      </Stat>
      <Stat label="Memory now" value={show(system.current_memory_usage, formatPercent)}>
        <span>{show(system.avg_memory_usage, formatPercent)} on average</span>
      </Stat>
      <Stat label="Queue now" value={showQueue(system.current_queue_length)}>
        <span>
          {hasQueue ? `${formatAmount(system.avg_queue_length)} on average` : 'no application reports one'}
        </span>
      </Stat>
    </div>
  );
}

const NO_SAMPLES =
  'Applications that use aiwatch report their host every 30 seconds. Choose a longer period, or check that one is connected.';
const NO_QUEUE = 'Give its length to createMonitoring, as systemSamples.queueLength, to see it here.';

function HostCharts({ system: { metrics } }: Pick<SystemData, 'system'>) {
  const usage = useMemo(() => buildUsageChart(metrics), [metrics]);
  const queue = useMemo(() => buildQueueChart(metrics), [metrics]);
  return (
    <div className="grid grid-wide">
      <ChartCard title="CPU and memory" data={usage} format={formatPercent} emptyText={NO_SAMPLES} />
      <ChartCard title="Queue and requests" data={queue} format={formatAmount} emptyText={NO_QUEUE} />
    </div>
  );
}
