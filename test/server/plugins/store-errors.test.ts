import Fastify from 'fastify';
import { Pool } from 'pg';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { errorPlugin } from '../../../src/server/plugins/error-plugin.ts';
import { storeErrorPlugin } from '../../../src/server/plugins/store-error-plugin.ts';
import { findFreePort } from '../../../tools/servers/free-port.ts';

/** A server with one route, which asks a store that fails so. */
async function ask(fail: () => unknown) {
  const lines: string[] = [];
  const app = Fastify({ loggerInstance: pino({}, { write: (line: string) => lines.push(line) }) });
  await app.register(errorPlugin);
  await app.register(async scope => {
    await scope.register(storeErrorPlugin);
    scope.get('/question', fail);
  });
  onTestFinished(() => app.close());
  const response = await app.inject({ url: '/question' });
  const logged = lines.map(line => JSON.parse(line)).filter(({ level, err }) => level >= 40 && err);
  return { status: response.statusCode, code: response.json().error, logged };
}

const failWith = (message: string, code?: string) => () => {
  throw Object.assign(new Error(message), code !== undefined && { code });
};

const WARN = 40;
const ERROR = 50;

describe('a failure of the store', () => {
  test('that nobody listens at is an outage, and the log says why', async () => {
    const port = await findFreePort();
    const pool = new Pool({ host: '127.0.0.1', port });
    onTestFinished(() => pool.end());
    const { status, code, logged } = await ask(() => pool.query('SELECT 1'));
    expect([status, code]).toEqual([503, 'STORE_UNAVAILABLE']);
    expect(logged).toMatchObject([{ level: WARN, err: { code: 'ECONNREFUSED' } }]);
  });

  test.each([
    ['too many connections', '53300'],
    ['terminated by an administrator', '57P01'],
    ['deadlock', '40P01'],
    ['lock not available', '55P03'],
    ['connection failure', '08006'],
    ['write EPIPE', 'EPIPE'],
    ['getaddrinfo ENOTFOUND', 'ENOTFOUND'],
    ['Query read timeout', undefined],
    ['timeout exceeded when trying to connect', undefined],
    ['Connection terminated unexpectedly', undefined],
    ['Cannot use a pool after calling end on the pool', undefined],
  ])('that passes is an outage: %s', async (message, sqlState) => {
    const { status, code, logged } = await ask(failWith(message, sqlState));
    expect([status, code, logged.map(({ level }) => level)]).toEqual([503, 'STORE_UNAVAILABLE', [WARN]]);
  });

  test.each([
    ['permission denied', '42501'],
    ['syntax error', '42601'],
    ['no such table', '42P01'],
    ['something of ours', undefined],
  ])('that is to be mended is one of the server, and logged: %s', async (message, sqlState) => {
    const { status, code, logged } = await ask(failWith(message, sqlState));
    expect([status, code, logged.map(({ level }) => level)]).toEqual([500, 'INTERNAL_FAILURE', [ERROR]]);
  });

  test('for a value is of the request', async () => {
    expect(await ask(failWith('invalid date', '22007'))).toMatchObject({
      status: 400,
      code: 'REQUEST_INVALID',
    });
  });
});
