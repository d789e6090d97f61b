import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createConnectionGate, createLiveFeed } from '../../src/live/index.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createLiveRecorder } from '../../src/recorders/index.ts';
import { createAccessPlugin, issueToken, openKeyFile, openTokens } from '../../src/server/index.ts';
import { createLiveAccess } from '../../src/server/live/live-access.ts';
import { createLivePlugin, type LiveOptions } from '../../src/server/live/live-plugin.ts';
import { errorPlugin } from '../../src/server/plugins/error-plugin.ts';
import { STRICT_OPTIONS } from '../../src/server/plugins/fastify-options.ts';
import { scrapeSeries } from '../support/scrape.ts';
import { ListSource } from './list-source.ts';

export interface FeedAppOptions extends Partial<LiveOptions> {
  readonly maxConnections?: number;
  readonly limits?: Partial<Parameters<typeof createLiveFeed>[0]>;
}

/** The transports of the live feed alone, over a store in memory; closed when the test is over. */
export async function startFeedApp({ maxConnections = 100, limits, ...live }: FeedAppOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'aiwatch-test-'));
  const keyFile = join(folder, 'tokens.json');
  const tokens = await openTokens({ keyFile }, () => {});
  const registry = createRegistry();
  const recorder = createLiveRecorder(registry, buildCatalogue());
  const source = new ListSource();
  const feed = createLiveFeed({
    source,
    onProblem: () => {},
    onStuck: () => recorder.shed('stuck'),
    ...limits,
  });
  const gate = createConnectionGate(maxConnections, recorder);
  let places = 0;
  const enter = (where: string) => {
    const leave = gate.enter(where);
    places++;
    let isGone = false;
    return () => {
      if (!isGone) places--;
      isGone = true;
      leave();
    };
  };
  const app = Fastify({ ...STRICT_OPTIONS, forceCloseConnections: true });
  await app.register(errorPlugin);
  await app.register(createAccessPlugin({ verify: tokens.verify }));
  await app.register(
    createLivePlugin({
      feed,
      recorder,
      gate: { ...gate, enter },
      access: createLiveAccess({ verify: tokens.verify, log: pino({ level: 'silent' }) }),
      allowedOrigins: [],
      ...live,
    }),
  );
  app.get('/health', () => 'well');
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    await feed.close();
    await app.close();
    tokens.close();
    await rm(folder, { recursive: true });
  });
  const [key] = await openKeyFile(keyFile);
  const { token } = await issueToken(key, { role: 'admin', ttlMs: 3_600_000 });
  return {
    url,
    token,
    headers: { authorization: `Bearer ${token}` },
    feed,
    close: () => app.close(),
    /** How many connections there are, those that are half open among them. */
    connections: () =>
      new Promise<number>((resolve, reject) =>
        app.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    /** How many connections of the live feed the server holds; long polling has one between its requests too. */
    places: () => places,
    /** Stores events, and tells the feed of them. */
    store: (...ids: readonly string[]) => feed.take(source.store(...ids)),
    shed: async (reason: string) =>
      (await scrapeSeries(registry)).get(`aiwatch_stream_connections_shed_total{reason="${reason}"}`),
  };
}
