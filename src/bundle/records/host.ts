import { nodeMetrics, ON_DISK } from '../external-metrics/index.ts';
import {
  complement,
  matching,
  minus,
  notMatching,
  plus,
  rate,
  ratio,
  select,
  selectCounter,
  sumBy,
} from '../promql/index.ts';
import { record } from './record.ts';

/** Disks, without those that are made of other disks (`dm-0`, `md0`) or of files and memory (`loop0`, `zram0`). */
const PHYSICAL = { device: notMatching('dm-.*|md.*|loop.*|z?ram.*|sr.*') } as const;

function buildCpuUsage() {
  const idle = rate(selectCounter(nodeMetrics.cpu, { mode: matching('idle|iowait') }), '5m');
  const all = rate(selectCounter(nodeMetrics.cpu), '5m');
  const by = ['job', 'instance'] as const;
  return complement(ratio(sumBy(by, idle), sumBy(by, all)));
}

/** As `df` counts: what is reserved for root is neither used nor left. */
function buildFilesystemUsage() {
  const available = select(nodeMetrics.filesystemAvailable);
  const used = minus(select(nodeMetrics.filesystemSize), select(nodeMetrics.filesystemFree));
  return complement(ratio(select(nodeMetrics.filesystemAvailable, ON_DISK), plus(used, available)));
}

function buildNetworkErrors() {
  const received = rate(selectCounter(nodeMetrics.receivedPackets), '5m');
  const transmitted = rate(selectCounter(nodeMetrics.transmittedPackets), '5m');
  const failed = plus(
    rate(selectCounter(nodeMetrics.receiveErrors), '5m'),
    rate(selectCounter(nodeMetrics.transmitErrors), '5m'),
  );
  return ratio(failed, plus(received, transmitted));
}

/** What is used of a host: CPUs, memory, file systems, disks and network. */
export function buildHostRecords() {
  return {
    cpuUsage: record(
      'instance:node_cpu_usage:ratio_rate5m',
      'Share of all CPUs that did something; waiting for a disk is nothing.',
      buildCpuUsage(),
    ),
    memoryUsage: record(
      'instance:node_memory_usage:ratio',
      'Share of the memory that is in use and cannot be freed.',
      complement(ratio(select(nodeMetrics.memoryAvailable), select(nodeMetrics.memoryTotal))),
    ),
    filesystemUsage: record(
      'instance_mountpoint:node_filesystem_usage:ratio',
      'How full a file system is.',
      buildFilesystemUsage(),
    ),
    inodeUsage: record(
      'instance_mountpoint:node_filesystem_inodes_usage:ratio',
      'Share of the inodes of a file system that is used; nothing where it makes them as needed.',
      complement(
        ratio(select(nodeMetrics.filesystemInodesFree, ON_DISK), select(nodeMetrics.filesystemInodes)),
      ),
    ),
    diskBusy: record(
      'instance_device:node_disk_io_time:ratio_rate5m',
      'Share of time in which a disk had something to do.',
      rate(selectCounter(nodeMetrics.diskBusy, PHYSICAL), '5m'),
    ),
    networkErrors: record(
      'instance_device:node_network_errors:ratio_rate5m',
      'Packets that failed over all packets of an interface, both directions together.',
      buildNetworkErrors(),
    ),
  };
}
