import { describe, expect, onTestFinished, test } from 'vitest';
import type { HealthStatus } from '../../src/api/health.ts';
import { parseConfig } from '../../src/config/index.ts';
import { createMonitoring } from '../../src/runtime.ts';
import { send, startServer } from '../support/http-server.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

async function start() {
  const config = parseConfig({ server: { dataDir: await createTemporaryFolder() } });
  const monitoring = createMonitoring({ config, systemSamples: false });
  onTestFinished(() => monitoring.close());
  const { port } = await startServer(monitoring.health.handler);
  const ask = async () => {
    const { status, body } = await send(port);
    return { status, body: JSON.parse(body.toString()) };
  };
  return { health: monitoring.health, ask };
}

describe('the health of an application', () => {
  test.each<readonly [HealthStatus, number]>([
    ['healthy', 200],
    ['degraded', 200],
    ['unhealthy', 503],
    ['critical', 503],
  ])('with a check that is %s is answered by %i, without details', async (status, expected) => {
    const { health, ask } = await start();
    health.addHealthCheck('fine', () => ({ status: 'healthy' }));
    health.addHealthCheck('database', async () => ({
      name: 'database',
      status,
      timestamp: Date.now(),
      responseTime: 25,
      details: { host: 'db.internal' },
      error: 'an error of the inside',
    }));
    await health.run();
    const answer = await ask();
    expect(answer).toMatchObject({ status: expected, body: { status, uptime: expect.any(Number) } });
    expect(answer.body.checks.map((check: object) => Object.keys(check).sort())).toEqual([
      ['name', 'responseTime', 'status', 'timestamp'],
      ['name', 'responseTime', 'status', 'timestamp'],
    ]);
  });

  test('without checks is unknown, and no failure', async () => {
    const { ask } = await start();
    expect(await ask()).toMatchObject({ status: 200, body: { status: 'unknown', checks: [] } });
  });
});
