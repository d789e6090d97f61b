import { DEMO_PORTS, type DemoPorts } from '../demo/ports.ts';
import { findFreePort } from '../servers/free-port.ts';

/** Ports of everything that a stack runs, all on 127.0.0.1. */
export interface StackPorts extends DemoPorts {
  readonly prometheus: number;
  readonly alertmanager: number;
  readonly redis: number;
  readonly redisExporter: number;
  readonly postgresql: number;
  readonly postgresExporter: number;
  /** Undefined where node_exporter is not to be had. */
  readonly nodeExporter: number | undefined;
}

/** The addresses that the documents name. */
export const STACK_PORTS: StackPorts = {
  ...DEMO_PORTS,
  prometheus: 9090,
  alertmanager: 9093,
  redis: 6379,
  redisExporter: 9121,
  // Not 5432: on many machines a PostgreSQL runs there already.
  postgresql: 5433,
  postgresExporter: 9187,
  nodeExporter: 9100,
};

/** Ports that are free now, for a stack beside others. */
export async function findFreeStackPorts(): Promise<StackPorts> {
  const entries = Object.keys(STACK_PORTS).map(async name => [name, await findFreePort()] as const);
  return Object.fromEntries(await Promise.all(entries)) as unknown as StackPorts;
}
