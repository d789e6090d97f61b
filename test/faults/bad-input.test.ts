import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import { requirePrograms } from '../support/servers.ts';
import { waitUntil } from '../support/wait-until.ts';
import { type AiwatchServer, makeToken, startAiwatch } from './aiwatch-server.ts';
import { select } from './store-check.ts';

const programs = await requirePrograms('postgres', 'initdb');
const JSON_TYPE = { 'content-type': 'application/json' };
const SECRET = `sk-ant-api03-${'Ab1'.repeat(31)}-AAAAAAAA`;
const BRACKETS = 100_000;
const nest = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const chat = (fields: object) => ({ type: 'chat', ...fields });

/** What is refused: the body, then the code, the status, and the field where it is one. */
type Refused = [what: string, body: string | Buffer, code: string, status: number, field?: string];

const REFUSED: readonly Refused[] = [
  ['half of an object', '{"type":', 'REQUEST_MALFORMED', 400],
  ['nothing', '', 'REQUEST_MALFORMED', 400],
  ['null', 'null', 'EVENT_INVALID', 400, ''],
  ['a number', '5', 'EVENT_INVALID', 400, ''],
  ['Latin-1', Buffer.from('{"type":"chat","data":{"userMessage":"é"}}', 'latin1'), 'REQUEST_MALFORMED', 400],
  ['UTF-16', Buffer.from('\ufeff{"type":"chat"}', 'utf16le'), 'REQUEST_MALFORMED', 400],
  ['broken UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), 'REQUEST_MALFORMED', 400],
  [
    'an event of 300 kB',
    JSON.stringify(chat({ data: { userMessage: 'x'.repeat(3e5) } })),
    'EVENT_TOO_LARGE',
    413,
  ],
  ['100,000 brackets', `{"type":"chat","data":{"a":${nest(BRACKETS)}}}`, 'EVENT_INVALID', 400, 'data'],
  ['brackets without an end', '['.repeat(BRACKETS), 'REQUEST_MALFORMED', 400],
  ['no events', '[]', 'REQUEST_INVALID', 400, 'body'],
  ['no events in an object', '{"events":[]}', 'REQUEST_INVALID', 400, 'body'],
  ['1,001 events', JSON.stringify(Array(1001).fill(chat({}))), 'REQUEST_INVALID', 400, 'body'],
  ['no type', '{}', 'EVENT_INVALID', 400, 'type'],
  ['events that are no list', '{"events":{"type":"chat"}}', 'EVENT_INVALID', 400, 'type'],
  ...(
    [
      ['type', { type: 5 }],
      ['event', chat({ event: ['message'] })],
      ['id', chat({ id: 5 })],
      ['id', chat({ id: 'x'.repeat(201) })],
      ['sessionId', chat({ sessionId: {} })],
      ['userId', chat({ userId: true })],
      ['data', chat({ data: 'text' })],
      ['data.tokensUsed', chat({ data: { tokensUsed: 'many' } })],
      ['data.tokensUsed', chat({ data: { tokensUsed: -1 } })],
      ['data.args', { type: 'tool', data: { args: 3 } }],
      ['data.statusCode', { type: 'request', data: { statusCode: 1000 } }],
      ['timestamp', chat({ timestamp: 'yesterday' })],
      ['timestamp', chat({ timestamp: {} })],
      ['timestamp', chat({ timestamp: -1 })],
    ] as const
  ).map(([field, event]): Refused => {
    const json = JSON.stringify(event);
    return [`a wrong ${field}: ${json.slice(0, 60)}`, json, 'EVENT_INVALID', 400, field];
  }),
  ['a time of 1970', JSON.stringify(chat({ timestamp: 0 })), 'EVENT_TOO_OLD', 400, 'timestamp'],
];

const PACKED = gzipSync('{"type":"chat"}');
const OTHER_TYPES: readonly [what: string, headers: Record<string, string>, body: string | Buffer][] = [
  ['plain text', { 'content-type': 'text/plain' }, '{"type":"chat"}'],
  ['XML', { 'content-type': 'application/xml' }, '<event/>'],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'type=chat'],
  ['no word of its type', {}, Buffer.from('{"type":"chat"}')],
  ['a packed body', { ...JSON_TYPE, 'content-encoding': 'gzip' }, PACKED],
];

describe.skipIf(programs.skip)('POST /api/v1/events, given what it cannot take,', () => {
  let postgresql: TestPostgresql;
  let folder: string;
  let server: AiwatchServer;
  let token: string;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
    folder = await mkdtemp(join(tmpdir(), 'aiwatch-test-'));
    server = await startAiwatch({ folder, databaseUrl: postgresql.url });
    token = await makeToken(folder);
  });
  afterAll(async () => {
    await server?.end('SIGKILL');
    await postgresql?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function post(body: string | Buffer, headers: Record<string, string> = JSON_TYPE) {
    const response = await fetch(`${server.url}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, ...headers },
      body: Buffer.from(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
  const postEvents = (...events: readonly object[]) => post(JSON.stringify(events));
  const rowsOf = (id: string) =>
    select<{ source: Record<string, string>; timestamp: Date; event_data: object }>(
      postgresql.url,
      `SELECT source, "timestamp", event_data FROM monitoring_events WHERE event_id = '${id}'`,
    );
  const untilStored = (id: string) =>
    waitUntil(async () => {
      const rows = await rowsOf(id);
      expect(rows).toHaveLength(1);
      return rows[0]!;
    });
  const untilDead = (type: string) =>
    waitUntil(async () => {
      const query = `SELECT reason FROM dead_letters WHERE event_type = '${type}'`;
      expect(await select(postgresql.url, query)).toHaveLength(1);
    });

  test.each(REFUSED)('refuses %s', async (_what, body, error, status, field) => {
    const answer = await post(body);
    expect(answer).toMatchObject({ status, body: { error, message: expect.any(String) } });
    expect(answer.body).toMatchObject({ expected: expect.any(String), found: expect.any(String) });
    if (field !== undefined) expect(answer.body['field']).toBe(field);
  });

  test.each(OTHER_TYPES)('refuses %s with 415', async (_what, headers, body) => {
    const answer = await post(body, headers);
    expect(answer).toMatchObject({ status: 415, body: { error: 'MEDIA_TYPE_UNSUPPORTED' } });
  });

  test('stores the good events of a batch, and says of each other one what is wrong', async () => {
    const [first, last] = [randomUUID(), randomUUID()];
    const bad = [{ id: 5, type: 'chat' }, 'text', null, [], { type: 'chat', data: { duration: 'long' } }];
    const answer = await post(JSON.stringify([chat({ id: first }), ...bad, chat({ id: last })]));
    expect(answer).toMatchObject({ status: 207, body: { accepted: 2, refused: 5, dropped: 0 } });
    const results = answer.body['results'] as readonly object[];
    expect(results).toHaveLength(7);
    expect(results[0]).toEqual({ index: 0, status: 'accepted', id: first });
    expect(results[1]).toMatchObject({ index: 1, status: 'refused', error: 'EVENT_INVALID', field: 'id' });
    expect(results[5]).toMatchObject({ index: 5, error: 'EVENT_INVALID', field: 'data.duration' });
    await untilStored(first);
    await untilStored(last);
  });

  test('takes each line of NDJSON by itself; a million lines are too many at once', async () => {
    const id = randomUUID();
    const headers = { 'content-type': 'application/x-ndjson' };
    const lines = ['', `{"type":"chat","id":"${id}"}`, 'no JSON', '{"type":"chat"'];
    const answer = await post(lines.join('\n'), headers);
    expect(answer).toMatchObject({ status: 207, body: { accepted: 1, refused: 2 } });
    await untilStored(id);
    expect(await post('{}\n'.repeat(1e6), headers)).toMatchObject({
      status: 400,
      body: { error: 'REQUEST_INVALID' },
    });
    const sparse = `${'\n'.repeat(5000)}{"type":"chat"}${'\n'.repeat(5000)}{"type":"chat"}`;
    expect(await post(sparse, headers)).toMatchObject({ status: 202, body: { accepted: 2 } });
  });

  test.each([
    ['JSON', JSON_TYPE],
    ['NDJSON', { 'content-type': 'application/x-ndjson' }],
  ])('stores a key __proto__ of %s as any other, and takes it for no prototype', async (_what, headers) => {
    const id = randomUUID();
    const body = `{"type":"chat","id":"${id}","data":{"__proto__":{"tokensUsed":5},"model":"heir"}}`;
    expect(await post(body, headers)).toMatchObject({ status: 202 });
    const { event_data } = await untilStored(id);
    expect(JSON.stringify(event_data)).toBe('{"model":"heir","__proto__":{"tokensUsed":5}}');
    const query =
      "SELECT sum(tokens)::int AS tokens FROM event_rollups WHERE dimension = 'model' AND key = 'heir'";
    expect(await select(postgresql.url, query)).toEqual([{ tokens: 0 }]);
  });

  test.each([
    ['NUL', 'with_nul', '"a\\u0000b"'],
    ['half of a surrogate pair', 'with_half', '"a\\ud800b"'],
  ])(
    'puts an event with %s aside as a dead letter, and stores those beside it',
    async (_what, type, json) => {
      const id = randomUUID();
      const answer = await post(`[{"type":"${type}","data":{"note":${json}}},{"type":"chat","id":"${id}"}]`);
      expect(answer).toMatchObject({ status: 202, body: { accepted: 2 } });
      await untilStored(id);
      await untilDead(type);
    },
  );

  test('does not let a number that is too large for a sum keep later events from being counted', async () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    const largest = { tokensUsed: 9.2e18, duration: 1.7e308 };
    for (const id of ids) {
      expect(await postEvents(chat({ id, data: { ...largest, model: 'large' } }))).toMatchObject({
        status: 202,
      });
      await untilStored(id);
    }
    const query =
      "SELECT sum(events)::int AS events FROM event_rollups WHERE dimension = 'model' AND key = 'large'";
    expect(await select(postgresql.url, query)).toEqual([{ events: 3 }]);
  });

  test('stores an id once that comes twice in a batch, and over five connections at once', async () => {
    const [twice, often] = [randomUUID(), randomUUID()];
    expect(await postEvents(chat({ id: twice }), chat({ id: twice }))).toMatchObject({ status: 202 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => postEvents(chat({ id: often }))));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    await waitUntil(async () => expect(await server.metric('aiwatch_spool_events')).toBe(0));
    expect(await rowsOf(twice)).toHaveLength(1);
    expect(await rowsOf(often)).toHaveLength(1);
  });

  test('gives an event from the future the time of its arrival, and keeps what it said', async () => {
    const id = randomUUID();
    await postEvents(chat({ id, timestamp: '2999-01-01T00:00:00Z' }));
    const { timestamp, source } = await untilStored(id);
    expect(timestamp.getUTCFullYear()).toBeLessThan(2999);
    expect(source).toMatchObject({ application: 'load', reportedTimestamp: '2999-01-01T00:00:00.000Z' });
  });

  /** Sends the beginning of a request, and reads until the server hangs up. */
  async function sendBeginning(length: number, body: string): Promise<string> {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
    const head = ['POST /api/v1/events HTTP/1.1', 'Host: 127.0.0.1', `Authorization: Bearer ${token}`];
    const headers = ['Content-Type: application/json', `Content-Length: ${length}`];
    socket.write(`${[...head, ...headers].join('\r\n')}\r\n\r\n${body}`);
    return text(socket);
  }

  test('refuses a body of 9 MB before it is sent', async () => {
    expect(await sendBeginning(9e6, '{')).toMatch(/^HTTP\/1\.1 413 .*"error":"REQUEST_TOO_LARGE"/s);
  });

  test('hangs up on a body that never ends, with 408', async () => {
    expect(await sendBeginning(1000, '{')).toMatch(/^HTTP\/1\.1 408 .*"error":"REQUEST_MALFORMED"/s);
  }, 90_000);

  test('writes no secret to its log, whatever it is sent', async () => {
    const password = `password-${randomUUID()}`;
    const id = randomUUID();
    await postEvents(chat({ id, data: { userMessage: `key ${SECRET}`, password } }));
    await postEvents(chat({ id: { key: SECRET } }));
    await post(`{"type":"${SECRET}`);
    await fetch(`${server.url}/api/v1/events?key=${SECRET}`, {
      headers: { authorization: `Bearer ${token}x` },
    });
    const { event_data } = await untilStored(id);
    expect(JSON.stringify(event_data)).not.toMatch(`${SECRET}|${password}`);
    const files = await readdir(join(folder, 'logs'));
    const logged = await Promise.all(files.map(file => readFile(join(folder, 'logs', file), 'utf8')));
    const everything = logged.join('') + server.output();
    expect(everything).toContain('/api/v1/events');
    for (const secret of [SECRET, password, token, new URL(postgresql.url).password]) {
      expect(everything).not.toContain(secret);
    }
    expect(everything).not.toContain('"statusCode":5');
  });
});
