import { buildRow, buildTable, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { redisMetrics } from '../../external-metrics/index.ts';
import {
  above,
  aggregate,
  rate,
  ratio,
  secondsSince,
  select,
  selectCounter,
  sumBy,
} from '../../promql/index.ts';
import { buildYesNo } from '../alert-panels.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';

const SIZE = { width: 8, height: 8, min: 0, noValue: 'Not scraped' };

function buildStates(): UnplacedPanel {
  const link = aggregate('min', ['instance'], select(redisMetrics.primaryLinkUp, chosen));
  const byInstance = (metric: (typeof redisMetrics)['up' | 'snapshotOk' | 'blockedClients' | 'replicas']) =>
    aggregate('min', ['instance'], select(metric, chosen)).text;
  const snapshotAge = secondsSince(aggregate('min', ['instance'], select(redisMetrics.snapshotTime, chosen)));
  return buildTable({
    width: 24,
    height: 5,
    title: 'Redis servers',
    description:
      'Whether each Redis answers, whether its last snapshot succeeded, and whether a replica has its primary. RedisDown, RedisSnapshotFailing and RedisReplicaBroken fire where one does not.',
    unit: 'none',
    noValue: '–',
    labels: { instance: 'Exporter' },
    columns: [
      {
        heading: 'Answers',
        unit: 'none',
        expr: byInstance(redisMetrics.up),
        mappings: buildYesNo('Yes', 'No'),
      },
      {
        heading: 'Last snapshot',
        unit: 'none',
        expr: byInstance(redisMetrics.snapshotOk),
        mappings: buildYesNo('Succeeded', 'Failed'),
      },
      { heading: 'Snapshot or start ago', unit: 's', expr: snapshotAge.text },
      { heading: 'Replicas', unit: 'none', expr: byInstance(redisMetrics.replicas) },
      { heading: 'Link to primary', unit: 'none', expr: link.text, mappings: buildYesNo('Up', 'Down') },
      { heading: 'Blocked clients', unit: 'none', expr: byInstance(redisMetrics.blockedClients) },
    ],
    sortBy: 'Answers',
    isAscending: true,
  });
}

function buildCommands(): readonly UnplacedPanel[] {
  const commands = sumBy(['cmd'], rate(selectCounter(redisMetrics.commandsByName, chosen), RANGE));
  const time = sumBy(['cmd'], rate(selectCounter(redisMetrics.commandDuration, chosen), RANGE));
  return [
    buildTimeseries({
      ...SIZE,
      title: 'Commands of Redis',
      metric: redisMetrics.commandsByName,
      unit: 'ops',
      queries: [query(above(commands, 0), '{{cmd}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Time per command',
      description: 'Average time that Redis spent on one command, by name.',
      unit: 's',
      queries: [query(ratio(time, commands), '{{cmd}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Network of Redis',
      description: 'Bytes per second that clients sent to Redis, and that it sent to them.',
      unit: 'Bps',
      queries: [
        query(rate(selectCounter(redisMetrics.bytesReceived, chosen), RANGE), '{{instance}} received'),
        query(rate(selectCounter(redisMetrics.bytesSent, chosen), RANGE), '{{instance}} sent'),
      ],
    }),
  ];
}

/** Redis, through redis_exporter: what it is asked for. */
export function buildRedisSection(): readonly UnplacedPanel[] {
  return [
    buildRow('Redis'),
    buildStates(),
    ...buildCommands(),
    buildTimeseries({
      ...SIZE,
      title: 'Memory of Redis',
      metric: redisMetrics.memoryUsed,
      description: 'Memory that Redis uses, what of it is in RAM, and its maxmemory where it has one.',
      queries: [
        query(select(redisMetrics.memoryUsed, chosen), '{{instance}} used'),
        query(select(redisMetrics.memoryResident, chosen), '{{instance}} resident'),
        query(above(select(redisMetrics.memoryMax, chosen), 0), '{{instance}} maxmemory'),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Keys',
      metric: redisMetrics.keys,
      description: 'Keys of the databases that have any.',
      queries: [query(above(select(redisMetrics.keys, chosen), 0), '{{instance}} {{db}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Connections to Redis',
      description:
        'Connections per second that clients opened, and that were turned away. RedisRejectingConnections fires with the first one of those.',
      unit: 'ops',
      queries: [
        query(rate(selectCounter(redisMetrics.connectionsReceived, chosen), RANGE), '{{instance}} opened'),
        query(
          rate(selectCounter(redisMetrics.rejectedConnections, chosen), RANGE),
          '{{instance}} turned away',
        ),
      ],
    }),
  ];
}
