import { defineLabel } from '../../catalogue/index.ts';
import { notMatching } from '../promql/index.ts';
import { external } from './definition.ts';

const cpuMode = defineLabel({
  name: 'mode',
  help: 'What the CPU did, e.g. idle, user or system.',
  maxValues: 10,
});
const disk = defineLabel({ name: 'device', help: 'The disk, e.g. sda.', maxValues: 100 });
const networkInterface = defineLabel({
  name: 'device',
  help: 'The network interface, e.g. eth0.',
  maxValues: 100,
});
const filesystem = [
  defineLabel({ name: 'device', help: 'What is mounted, e.g. /dev/sda1.', maxValues: 100 }),
  defineLabel({ name: 'fstype', help: 'Type of the file system, e.g. ext4.', maxValues: 20 }),
  defineLabel({ name: 'mountpoint', help: 'Where it is mounted, e.g. /var.', maxValues: 100 }),
] as const;

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
  memoryAvailable: external({
    exporter: 'node_exporter',
    type: 'gauge',
    name: 'node_memory_MemAvailable_bytes',
    help: 'Memory of the host that is free, or can be freed without swapping.',
    unit: 'bytes',
    labels: [],
  }),
  memoryTotal: external({
    exporter: 'node_exporter',
    type: 'gauge',
    name: 'node_memory_MemTotal_bytes',
    help: 'Memory of the host.',
    unit: 'bytes',
    labels: [],
  }),
  // The exporter calls it untyped, as all of /proc/vmstat; it only ever counts up.
  oomKills: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_vmstat_oom_kill',
    help: 'Processes that the kernel killed because memory ran out, of the host or of a container.',
    labels: [],
  }),
  filesystemAvailable: external({
    exporter: 'node_exporter',
    type: 'gauge',
    name: 'node_filesystem_avail_bytes',
    help: 'Space that is left for everybody but root.',
    unit: 'bytes',
    labels: filesystem,
  }),
  filesystemFree: external({
    exporter: 'node_exporter',
    type: 'gauge',
    name: 'node_filesystem_free_bytes',
    help: 'Space that is left for root.',
    unit: 'bytes',
    labels: filesystem,
  }),
  filesystemSize: external({
    exporter: 'node_exporter',
    type: 'gauge',
    name: 'node_filesystem_size_bytes',
    help: 'Size of the file system.',
    unit: 'bytes',
    labels: filesystem,
  }),
  filesystemInodes: external({
    exporter: 'node_exporter',
    type: 'gauge',
    name: 'node_filesystem_files',
    help: 'Inodes of the file system; 0 where it makes them as needed.',
    labels: filesystem,
  }),
  filesystemInodesFree: external({
    exporter: 'node_exporter',
    type: 'gauge',
    name: 'node_filesystem_files_free',
    help: 'Inodes that are left.',
    labels: filesystem,
  }),
  filesystemReadOnly: external({
    exporter: 'node_exporter',
    type: 'gauge',
    name: 'node_filesystem_readonly',
    help: 'Whether the file system is mounted for reading only.',
    labels: filesystem,
  }),
  clockOffset: external({
    exporter: 'node_exporter',
    type: 'gauge',
    name: 'node_timex_offset_seconds',
    help: 'How far the clock is off from its reference, as the kernel knows it.',
    unit: 'seconds',
    labels: [],
  }),
  diskBusy: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_disk_io_time_seconds_total',
    help: 'Time in which a disk had something to do.',
    unit: 'seconds',
    labels: [disk],
  }),
  receiveErrors: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_network_receive_errs_total',
    help: 'Packets that an interface received with an error.',
    labels: [networkInterface],
  }),
  transmitErrors: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_network_transmit_errs_total',
    help: 'Packets that an interface failed to send.',
    labels: [networkInterface],
  }),
  receivedPackets: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_network_receive_packets_total',
    help: 'Packets that an interface received.',
    labels: [networkInterface],
  }),
  transmittedPackets: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_network_transmit_packets_total',
    help: 'Packets that an interface sent.',
    labels: [networkInterface],
  }),
  load: external({
    exporter: 'node_exporter',
    type: 'gauge',
    name: 'node_load1',
    help: 'Processes that ran or waited for a CPU or a disk, on average over a minute.',
    labels: [],
  }),
  time: external({
    exporter: 'node_exporter',
    type: 'gauge',
    name: 'node_time_seconds',
    help: 'Unix time of the host at the scrape.',
    unit: 'seconds',
    labels: [],
  }),
  clockSynchronised: external({
    exporter: 'node_exporter',
    type: 'gauge',
    name: 'node_timex_sync_status',
    help: 'Whether the clock follows a reference.',
    labels: [],
  }),
  swappedOut: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_vmstat_pswpout',
    help: 'Pages that were swapped out.',
    labels: [],
  }),
  filesystemError: external({
    exporter: 'node_exporter',
    type: 'gauge',
    name: 'node_filesystem_device_error',
    help: 'Whether the file system could not be looked at.',
    labels: filesystem,
  }),
  diskRead: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_disk_read_bytes_total',
    help: 'Bytes that were read from a disk.',
    unit: 'bytes',
    labels: [disk],
  }),
  diskWritten: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_disk_written_bytes_total',
    help: 'Bytes that were written to a disk.',
    unit: 'bytes',
    labels: [disk],
  }),
  diskReads: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_disk_reads_completed_total',
    help: 'Reads of a disk that were completed.',
    labels: [disk],
  }),
  diskWrites: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_disk_writes_completed_total',
    help: 'Writes to a disk that were completed.',
    labels: [disk],
  }),
  diskReadTime: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_disk_read_time_seconds_total',
    help: 'Time that reads of a disk took.',
    unit: 'seconds',
    labels: [disk],
  }),
  diskWriteTime: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_disk_write_time_seconds_total',
    help: 'Time that writes to a disk took.',
    unit: 'seconds',
    labels: [disk],
  }),
  diskWeightedTime: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_disk_io_time_weighted_seconds_total',
    help: 'Time that all requests to a disk waited or were served, added up.',
    unit: 'seconds',
    labels: [disk],
  }),
  receivedBytes: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_network_receive_bytes_total',
    help: 'Bytes that an interface received.',
    unit: 'bytes',
    labels: [networkInterface],
  }),
  transmittedBytes: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_network_transmit_bytes_total',
    help: 'Bytes that an interface sent.',
    unit: 'bytes',
    labels: [networkInterface],
  }),
  receiveFrameErrors: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_network_receive_frame_total',
    help: 'Packets that arrived damaged.',
    labels: [networkInterface],
  }),
  receiveFifoErrors: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_network_receive_fifo_total',
    help: 'Packets that came faster than they were taken.',
    labels: [networkInterface],
  }),
  transmitCarrierErrors: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_network_transmit_carrier_total',
    help: 'Packets that were not sent because there was no link.',
    labels: [networkInterface],
  }),
  carrier: external({
    exporter: 'node_exporter',
    type: 'gauge',
    name: 'node_network_carrier',
    help: 'Whether an interface has a link.',
    labels: [networkInterface],
  }),
} as const;

/**
 * File systems that hold data: not those in memory, not the layers of containers (which fill the disk below them), not
 * images, which are read-only and always full, and not what user programs mount.
 */
export const ON_DISK = {
  fstype: notMatching('tmpfs|ramfs|overlay|squashfs|erofs|cramfs|iso9660|udf|fuse[.].*'),
} as const;
