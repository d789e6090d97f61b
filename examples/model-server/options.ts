import { parseArgs } from 'node:util';
import type { ModelServerOptions } from './server.ts';

/** What `--help` prints. */
export const USAGE = `Usage: main.js [options]
  --port <number>                   port to listen on (MODEL_SERVER_PORT, default 3002)
  --host <address>                  address to listen on (MODEL_SERVER_HOST, default 127.0.0.1)
  --seed <text>                     everything random follows from it (MODEL_SERVER_SEED, default aiwatch)
  --latency-factor <0-100>          multiplies every wait (MODEL_SERVER_LATENCY_FACTOR, default 1)
  --error-rate <0-1>                answers 500 or 503 (MODEL_SERVER_ERROR_RATE, default 0.005)
  --rate-limit-rate <0-1>           answers 429 (MODEL_SERVER_RATE_LIMIT_RATE, default 0.005)
  --mid-stream-failure-rate <0-1>   breaks the connection (MODEL_SERVER_MID_STREAM_FAILURE_RATE, default 0.005)
While it runs: GET and PUT /admin/faults { errorRate, rateLimitRate, midStreamFailureRate, latencyFactor }`;

const FLAGS = [
  'port',
  'host',
  'seed',
  'latency-factor',
  'error-rate',
  'rate-limit-rate',
  'mid-stream-failure-rate',
] as const;

/**
 * Reads the program's flags, then its environment, then the defaults: one answer in two hundred goes wrong in each
 * way, as with a real provider. Throws an Error with the usage for a flag that is unknown or not a number in range.
 */
export function parseModelServerOptions(args: readonly string[], env: NodeJS.ProcessEnv): ModelServerOptions {
  const flags = parseFlags(args);
  const text = (flag: (typeof FLAGS)[number]): string | undefined =>
    flags[flag] ?? env[`MODEL_SERVER_${flag.toUpperCase().replaceAll('-', '_')}`];
  const number = (flag: (typeof FLAGS)[number], fallback: number, most: number): number => {
    const value = text(flag) ?? String(fallback);
    if (value.trim() === '' || !(Number(value) >= 0 && Number(value) <= most)) {
      throw new Error(`--${flag}: expected a number from 0 to ${most}, found '${value}'\n${USAGE}`);
    }
    return Number(value);
  };
  return {
    port: number('port', 3002, 65_535),
    host: text('host') ?? '127.0.0.1',
    seed: text('seed') ?? 'aiwatch',
    latencyFactor: number('latency-factor', 1, 100),
    errorRate: number('error-rate', 0.005, 1),
    rateLimitRate: number('rate-limit-rate', 0.005, 1),
    midStreamFailureRate: number('mid-stream-failure-rate', 0.005, 1),
  };
}

function parseFlags(args: readonly string[]): Partial<Record<string, string>> {
  const options = Object.fromEntries(FLAGS.map(flag => [flag, { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...args], options, strict: true }).values as Partial<Record<string, string>>;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}
