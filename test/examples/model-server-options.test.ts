import { expect, test } from 'vitest';
import { parseModelServerOptions } from '../../examples/model-server/options.ts';

test('a flag wins over the environment, and the environment over the default', () => {
  const env = { MODEL_SERVER_PORT: '4000', MODEL_SERVER_LATENCY_FACTOR: '0.5' };
  expect(parseModelServerOptions(['--port', '5000', '--error-rate', '0.2'], env)).toEqual({
    port: 5000,
    host: '127.0.0.1',
    seed: 'aiwatch',
    latencyFactor: 0.5,
    errorRate: 0.2,
    rateLimitRate: 0.005,
    midStreamFailureRate: 0.005,
  });
});

test.each([
  [['--error-rate', '2'], "--error-rate: expected a number from 0 to 1, found '2'"],
  [['--port', 'http'], "--port: expected a number from 0 to 65535, found 'http'"],
  [['--latency-factor', ''], '--latency-factor: expected'],
  [['--speed', '3'], "Unknown option '--speed'"],
])('%j is refused with the reason and the usage', (args, reason) => {
  expect(() => parseModelServerOptions(args, {})).toThrow(reason);
  expect(() => parseModelServerOptions(args, {})).toThrow('Usage:');
});
