/** The server listens on no TCP port; the number is the end of its socket's name. */
export const SOCKET_PORT = 5432;

/** Settings of the embedded server. They go on the command line, and so hold whatever postgresql.conf says. */
export function listSettings(socketFolder: string): Readonly<Record<string, string>> {
  return {
    // Reached by the local socket alone, and that by its owner (and root) alone.
    listen_addresses: '',
    port: String(SOCKET_PORT),
    unix_socket_directories: quotePath(socketFolder),
    unix_socket_permissions: '0700',
    // A commit that was answered is on disk: the spool forgets an event then.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    // Recent partitions and indexes, on a machine that has applications to run.
    shared_buffers: '128MB',
    work_mem: '8MB',
    // Few checkpoints under a steady stream of inserts: each makes whole pages go to the log again.
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    wal_compression: 'on',
    // Pools of one aiwatch server and a few guests.
    max_connections: '40',
    // Answers take milliseconds; compiling a query takes longer.
    jit: 'off',
    // An SSD, as good as everywhere.
    random_page_cost: '1.1',
    // Partitions only grow: they are vacuumed, and so ready for index-only scans, by rows and not by shares of a day.
    autovacuum_vacuum_insert_threshold: '100000',
    autovacuum_vacuum_insert_scale_factor: '0',
    autovacuum_analyze_scale_factor: '0.02',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // No errors of statements in the log: they show data. Who sent the statement is told.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    logging_collector: 'off',
    log_destination: 'stderr',
    cluster_name: 'aiwatch',
  };
}

/** The setting is a list: commas and spaces of a path must not part it. */
function quotePath(path: string): string {
  return `"${path.replaceAll('"', '""')}"`;
}
