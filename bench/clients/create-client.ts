import { createAiwatch } from './aiwatch.ts';
import type { BenchClient, ClientName } from './client.ts';
import { createOpenTelemetry } from './opentelemetry.ts';
import { createPromClient } from './prom-client.ts';

/** Makes the client of that name, with an empty registry. */
export async function createClient(name: ClientName): Promise<BenchClient> {
  if (name === 'aiwatch') return createAiwatch();
  if (name === '@opentelemetry/sdk-metrics') return createOpenTelemetry();
  return createPromClient(name);
}
