import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { connect, createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { hashSync } from 'bcryptjs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkAccess, isLoopbackRequest, type ScrapeAccess } from '../../src/metrics/access.ts';
import { createPasswordCheck } from '../../src/metrics/password-check.ts';
import { send, startServer } from '../support/http-server.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** A server that answers whether it would let the request in, or why not. */
function startGate(access: ScrapeAccess, address?: string) {
  return startServer(async (incoming, response) => {
    try {
      await checkAccess('scrape', incoming, access);
      response.end('in');
    } catch (error) {
      response.end((error as Error).message);
    }
  }, address);
}

async function ask(port: number, headers: Record<string, string> = {}): Promise<string> {
  return (await send(port, { headers })).body.toString();
}

describe('without a token', () => {
  test.each([
    'localhost',
    'localhost:3001',
    '127.0.0.1',
    '127.0.0.1:80',
    '127.1.2.3:80',
    '[::1]',
    '[::1]:3001',
  ])('a server on loopback answers when it is asked for as %s', async host => {
    const { port } = await startGate({});
    expect(await ask(port, { host })).toBe('in');
  });

  test.each([
    'evil.example',
    'evil.example:3001',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost@evil.example',
    '128.0.0.1',
    '10.0.0.1',
    '0.0.0.0',
    '[::2]',
    '[::1',
    '::1:evil',
    '[fe80::1]',
    '127.0.0.1:80:evil',
  ])('it does not when it is asked for as %s', async host => {
    const { port } = await startGate({});
    expect(await ask(port, { host })).toContain('[ACCESS_REFUSED]');
  });

  test.each(['0.0.0.0', '::'])('a server on %s does not answer, not even its own machine', async address => {
    const { port } = await startGate({}, address);
    expect(await ask(port, { host: 'localhost' })).toBe(
      'scrape: expected a bearer token, or a direct request to a server that listens on loopback only, found neither: the server can be reached from outside, and no token is set. Set AIWATCH_METRICS_TOKEN and send it as "Authorization: Bearer …", or listen on 127.0.0.1. [ACCESS_REFUSED]',
    );
    expect(
      await ask(port, { host: 'localhost', authorization: 'Bearer x', 'x-forwarded-for': '127.0.0.1' }),
    ).toContain('[ACCESS_REFUSED]');
  });

  test.each([
    ['forwarded', 'for=192.0.2.1'],
    ['x-forwarded-for', '192.0.2.1'],
    ['x-forwarded-for', ''],
    ['X-Forwarded-Host', 'shop.example'],
    ['x-forwarded-proto', 'https'],
    ['Via', '1.1 proxy'],
  ])('a server on loopback does not answer what a proxy passed on with %s: %s', async (name, value) => {
    const { port } = await startGate({});
    expect(await ask(port, { [name]: value })).toContain(
      `found neither: a proxy sent ${name.toLowerCase()}, and no token is set.`,
    );
    expect(await ask((await startGate({ isOpen: true })).port, { [name]: value })).toBe('in');
    const { port: guarded } = await startGate({ token: 'secret' });
    expect(await ask(guarded, { [name]: value, authorization: 'Bearer secret' })).toBe('in');
  });

  test('it does where it was told that its network is closed', async () => {
    const { port } = await startGate({ isOpen: true }, '0.0.0.0');
    expect(await ask(port, { host: 'metrics.internal' })).toBe('in');
  });

  test.each([
    ['localhost:3001', 'true'],
    ['evil.example', 'false'],
  ])('a server of HTTP/2 on loopback that is asked for as %s: %s', async (authority, answered) => {
    const server = createHttp2Server((incoming, response) => {
      response.end(String(isLoopbackRequest(incoming as never)));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    onTestFinished(() => {
      client.close();
      server.close();
    });
    expect(await text(client.request({ ':authority': authority }))).toBe(answered);
  });

  test('a server on a socket file answers', async () => {
    const socketPath = join(await createTemporaryFolder(), 'socket');
    const server = createServer((incoming, response) => response.end(String(isLoopbackRequest(incoming))));
    await new Promise<void>(resolve => server.listen(socketPath, resolve));
    onTestFinished(async () => {
      server.close();
      await rm(socketPath, { force: true });
    });
    const answer = await new Promise<string>((resolve, reject) => {
      request({ socketPath, agent: false, headers: { via: '1.1 proxy' } }, response =>
        response.setEncoding('utf8').once('data', resolve),
      )
        .once('error', reject)
        .end();
    });
    expect(answer).toBe('true');
  });
});

describe('with a token', () => {
  const token = 'a-long.secret_token~1/+=';

  test.each([
    [`Bearer ${token}`, 'in'],
    [`bearer   ${token}  `, 'in'],
    [`Bearer ${token}x`, '[ACCESS_TOKEN_WRONG]'],
    [`Bearer ${token.slice(0, -1)}`, '[ACCESS_TOKEN_WRONG]'],
    [`Bearer ${token.toUpperCase()}`, '[ACCESS_TOKEN_WRONG]'],
    ['Bearer ', '[ACCESS_REFUSED]'],
    ['Basic YTpi', '[ACCESS_REFUSED]'],
    [token, '[ACCESS_REFUSED]'],
    [`Bearer ${token} ${token}`, '[ACCESS_REFUSED]'],
    ['', '[ACCESS_REFUSED]'],
  ])('the header %j leads to %s', async (authorization, result) => {
    const { port } = await startGate({ token });
    expect(await ask(port, { authorization })).toContain(result);
  });

  test('it is asked for on loopback too, and never shown', async () => {
    const { port } = await startGate({ token, isOpen: true });
    expect(await ask(port)).toContain('found no bearer token');
    expect(await ask(port, { authorization: 'Bearer wrong' })).not.toContain(token);
    expect(await ask(port, { authorization: 'Bearer wrong' })).not.toContain('wrong.');
  });

  test('that is empty nothing gets in', async () => {
    const { port } = await startGate({ token: '' });
    for (const authorization of ['', 'Bearer', 'Bearer ', 'Bearer ""']) {
      expect(await ask(port, { authorization })).not.toBe('in');
    }
  });
});

describe('with users', () => {
  /** At the lowest cost, so that the test is quick. */
  const users = { prometheus: hashSync('correct: horse', 4) };
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  test.each([
    [basic('prometheus:correct: horse'), 'in'],
    [basic('prometheus:correct: horse').replace('Basic', 'basic  '), 'in'],
    [basic('prometheus:wrong'), 'found others. Compare them with basic_auth_users'],
    [basic('nobody:correct: horse'), 'found others. Compare them with basic_auth_users'],
    [basic('prometheus'), 'found none. Compare them with basic_auth_users'],
    ['Basic', 'found none'],
    ['Basic !', 'found none'],
    ['Bearer prometheus', 'found none'],
    ['', 'found none'],
  ])('the header %j leads to %s', async (authorization, result) => {
    const { port } = await startGate({ checkPassword: createPasswordCheck(users), isOpen: true });
    expect(await ask(port, { authorization })).toContain(result);
  });

  test('a token beside them is as good', async () => {
    const { port } = await startGate({ checkPassword: createPasswordCheck(users), token: 'secret' });
    expect(await ask(port, { authorization: basic('prometheus:correct: horse') })).toBe('in');
    expect(await ask(port, { authorization: 'Bearer secret' })).toBe('in');
    expect(await ask(port, { authorization: 'Bearer other' })).toContain('[ACCESS_TOKEN_WRONG]');
    expect(await ask(port, { authorization: basic('prometheus:secret') })).toContain(
      '[ACCESS_PASSWORD_WRONG]',
    );
    expect(await ask(port)).toContain('[ACCESS_REFUSED]');
  });

  test('a password that could not be looked at is not called wrong', async () => {
    const { port } = await startGate({ checkPassword: async () => 'busy' });
    expect(await ask(port, { authorization: basic('prometheus:correct: horse') })).toBe(
      'scrape: expected time to check the password, found too many checks that wait. Ask again in a moment. If it goes on, look for who tries passwords. [ACCESS_BUSY]',
    );
  });
});
