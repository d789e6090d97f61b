import { describe, expect, it } from 'vitest';
import { REQUESTS, startGatedApp } from './gated-app.ts';

const LIMITS = { admin: 3, user: 2, service: 5, refused: 4 };

type Ask = (path: string, token?: string, headers?: Record<string, string>) => Promise<Response>;

async function askTimes(ask: Ask, count: number, ...rest: Parameters<Ask>): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < count; i++) statuses.push((await ask(...rest)).status);
  return statuses;
}

describe('rate limits', () => {
  it('count each token by itself, with the limit of its role', async () => {
    const { make, ask } = await startGatedApp({ rateLimits: LIMITS });
    const [one, other] = [await make(REQUESTS.admin), await make(REQUESTS.admin)];
    expect(await askTimes(ask, 4, '/admin', one.token)).toEqual([200, 200, 200, 429]);
    expect(await askTimes(ask, 1, '/admin', other.token)).toEqual([200]);
    const service = await make(REQUESTS.service);
    expect(await askTimes(ask, 6, '/deliver', service.token)).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it('say when to come back, in the shape of all errors', async () => {
    const { make, ask } = await startGatedApp({ rateLimits: { ...LIMITS, user: 1 } });
    const { token } = await make(REQUESTS.user);
    expect((await ask('/read', token)).headers.get('x-ratelimit-remaining')).toBe('0');
    const refused = await ask('/read', token);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(await refused.json()).toMatchObject({
      error: 'RATE_LIMITED',
      expected: 'at most 1 requests a minute',
    });
  });

  it('count refused tokens by address, and still let valid ones of that address in', async () => {
    const { make, ask } = await startGatedApp({ rateLimits: LIMITS });
    expect(await askTimes(ask, 5, '/admin', 'nonsense')).toEqual([401, 401, 401, 401, 429]);
    expect(await askTimes(ask, 1, '/admin')).toEqual([429]);
    expect(await askTimes(ask, 1, '/admin', (await make(REQUESTS.admin)).token)).toEqual([200]);
  });

  it('do not believe X-Forwarded-For', async () => {
    const { ask } = await startGatedApp({ rateLimits: LIMITS });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++)
      statuses.push((await ask('/admin', 'nonsense', { 'x-forwarded-for': `192.0.2.${i}` })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 429]);
  });

  it('believe it of a proxy that is trusted', async () => {
    const { ask } = await startGatedApp({ rateLimits: { ...LIMITS, refused: 1 }, trustProxy: '127.0.0.1' });
    const from = (address: string) => ask('/admin', 'nonsense', { 'x-forwarded-for': address });
    expect((await from('192.0.2.1')).status).toBe(401);
    expect((await from('192.0.2.2')).status).toBe(401);
    expect((await from('192.0.2.1')).status).toBe(429);
  });

  it('leave routes alone that ask for no role', async () => {
    const { ask } = await startGatedApp({ rateLimits: { admin: 1, user: 1, service: 1, refused: 1 } });
    expect(await askTimes(ask, 5, '/health')).toEqual([200, 200, 200, 200, 200]);
  });
});
