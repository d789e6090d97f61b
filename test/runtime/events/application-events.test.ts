import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { createMonitoring, loadConfig } from '../../../src/index.ts';
import { listOrphanedSpools } from '../../../src/spool/index.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { waitUntil } from '../../support/wait-until.ts';

/** An aiwatch server that takes all events: the user ids of those that came, and the tokens that brought them. */
async function startServer() {
  const userIds: unknown[] = [];
  const tokens: unknown[] = [];
  const app = Fastify({ forceCloseConnections: true });
  app.addContentTypeParser('application/x-ndjson', { parseAs: 'string' }, async (_: unknown, body: string) =>
    body.split('\n').map(line => JSON.parse(line)),
  );
  app.post<{ Body: { type: string; userId: string }[] }>('/api/v1/events', async (request, reply) => {
    const ofTools = request.body.filter(({ type }) => type === 'tool');
    userIds.push(...ofTools.map(({ userId }) => userId));
    tokens.push(...ofTools.map(() => request.headers.authorization));
    return reply.code(202).send({ accepted: request.body.length, dropped: 0, refused: 0 });
  });
  onTestFinished(() => app.close());
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), userIds, tokens };
}

test('a user whose id is hashed has the same one after a restart of the application', async () => {
  const { url, userIds } = await startServer();
  const folder = await createTemporaryFolder();
  const file = join(folder, 'aiwatch.yml');
  await writeFile(file, 'privacy: { anonymizeUsers: true }\n');
  const env = { AIWATCH_SERVER_URL: url, AIWATCH_DATA_DIR: folder };
  const runApplication = async () => {
    const monitoring = createMonitoring({
      config: loadConfig({ file, env }),
      systemSamples: false,
      log: () => {},
    });
    const count = userIds.length;
    await monitoring.runInContext({ userId: 'ada' }, () => monitoring.observeTool('readFile', () => 'text'));
    await waitUntil(() => expect(userIds.length).toBeGreaterThan(count));
    await monitoring.close();
  };
  await runApplication();
  await runApplication();
  expect(userIds).toHaveLength(2);
  expect(userIds[0]).toMatch(/^anon-/);
  expect(userIds[1]).toBe(userIds[0]);
});

test('an application with a wrong setting keeps no spool', async () => {
  const { url } = await startServer();
  const folder = await createTemporaryFolder();
  const config = loadConfig({ env: { AIWATCH_SERVER_URL: url, AIWATCH_DATA_DIR: folder } });
  const options = { config, application: 'shop', log: () => {} };
  expect(() => createMonitoring({ ...options, sessions: { timeoutMs: 0 } })).toThrow('CONFIG_INVALID');
  await waitUntil(async () =>
    expect(await listOrphanedSpools(join(folder, 'spools', 'shop'))).toHaveLength(1),
  );
});

test('an application delivers what its own processes have left, not what those of another one have', async () => {
  const { url, userIds, tokens } = await startServer();
  const folder = await createTemporaryFolder();
  const start = (application: string, serverUrl: string) => {
    const env = { AIWATCH_SERVER_URL: serverUrl, AIWATCH_TOKEN: application, AIWATCH_DATA_DIR: folder };
    return createMonitoring({
      config: loadConfig({ env }),
      application,
      systemSamples: false,
      log: () => {},
    });
  };
  const use = (monitoring: ReturnType<typeof start>, userId: string) =>
    monitoring.runInContext({ userId }, () => monitoring.observeTool('readFile', () => 'text'));
  const shop = start('shop: 1/2', 'http://127.0.0.1:9');
  use(shop, 'ada');
  await shop.close();
  const bot = start('bot', url);
  use(bot, 'bob');
  await waitUntil(() => expect(userIds).toContain('bob'));
  const shopAgain = start('shop: 1/2', url);
  await waitUntil(() => expect(userIds).toContain('ada'));
  await Promise.all([bot.close(), shopAgain.close()]);
  expect(userIds).toEqual(['bob', 'ada']);
  expect(tokens).toEqual(['Bearer bot', 'Bearer shop: 1/2']);
});

test('an application keeps nothing that is older than the server would take', async () => {
  const { url, userIds } = await startServer();
  const folder = await createTemporaryFolder();
  const file = join(folder, 'aiwatch.yml');
  await writeFile(file, 'privacy: { dataRetentionDays: 7 }\n');
  const env = { AIWATCH_SERVER_URL: url, AIWATCH_DATA_DIR: folder };
  const monitoring = createMonitoring({
    config: loadConfig({ file, env }),
    systemSamples: false,
    log: () => {},
  });
  const dayMs = 24 * 60 * 60_000;
  for (const [userId, days] of [
    ['late', 20],
    ['ada', 6],
  ] as const) {
    monitoring.recordEvent({
      type: 'tool',
      event: 'execution',
      userId,
      timestamp: Date.now() - days * dayMs,
    });
  }
  await monitoring.close();
  expect(userIds).toEqual(['ada']);
});
