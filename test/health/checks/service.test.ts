import { describe, expect, onTestFinished, test } from 'vitest';
import { createHealthRegistry, createServiceCheck } from '../../../src/health/index.ts';
import { findFreePort } from '../../../tools/servers/free-port.ts';
import { startServer } from '../../support/http-server.ts';

async function look(url: string, deadlineMs = 20_000) {
  const health = createHealthRegistry({ deadlineMs });
  onTestFinished(() => health.close());
  health.addHealthCheck('service', createServiceCheck(url));
  const [result] = await health.run();
  return result!;
}

describe('the check of a service', () => {
  test.each([
    [200, 'healthy'],
    [302, 'healthy'],
    [401, 'healthy'],
    [404, 'healthy'],
    [429, 'degraded'],
    [500, 'unhealthy'],
    [503, 'unhealthy'],
  ])('takes an answer of %i for %s', async (statusCode, status) => {
    const asked: string[] = [];
    const { port } = await startServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      response.writeHead(statusCode, { location: '/elsewhere' }).end('x'.repeat(1000));
    });
    const result = await look(`http://127.0.0.1:${port}/models`);
    expect(result).toMatchObject({ status, details: { statusCode } });
    expect(asked).toEqual(['GET /models undefined']);
  });

  test('says why nothing answers', async () => {
    const port = await findFreePort();
    const result = await look(`http://127.0.0.1:${port}/`);
    expect(result).toMatchObject({ status: 'unhealthy', error: expect.stringContaining('ECONNREFUSED') });
  });

  test('does not wait for one that never answers, and ends the connection', async () => {
    const server = await startServer(() => {});
    const result = await look(`http://127.0.0.1:${server.port}/`, 200);
    expect(result).toMatchObject({ status: 'unhealthy', error: 'no answer within 200 ms' });
    await expect.poll(() => server.connections(), { timeout: 20_000 }).toBe(0);
  });
});
