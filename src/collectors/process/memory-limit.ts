import { totalmem } from 'node:os';

/**
 * Memory that the process may use, in bytes: what is configured, else the limit of its control group (a container's),
 * else the RAM of the host. A group without a limit reports 0, nothing, or a number larger than any RAM.
 */
export function memoryLimitBytes(
  configured: number | undefined,
  constrained: number | undefined = process.constrainedMemory(),
  total: number = totalmem(),
): number {
  if (configured !== undefined) return configured;
  return constrained !== undefined && constrained > 0 && constrained < total ? constrained : total;
}
