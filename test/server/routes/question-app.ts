import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { createAccessPlugin, issueToken, openKeyFile, openTokens } from '../../../src/server/index.ts';
import { errorPlugin } from '../../../src/server/plugins/error-plugin.ts';
import { STRICT_OPTIONS } from '../../../src/server/plugins/fastify-options.ts';
import { createOpenapiPlugin } from '../../../src/server/plugins/openapi.ts';
import { storeErrorPlugin } from '../../../src/server/plugins/store-error-plugin.ts';
import { strictInputPlugin } from '../../../src/server/plugins/strict-input.ts';
import type { KeptDays } from '../../../src/server/questions/kept-days.ts';
import { createQuestionRoutes } from '../../../src/server/routes/questions.ts';
import { createSessionFacts, signSession } from '../../../src/server/tokens/session-token.ts';
import type { Store } from '../../../src/store/index.ts';

const DAY_MS = 86_400_000;

const IDENTITIES = {
  admin: { role: 'admin' },
  user: { role: 'user', userId: 'ada' },
  service: { role: 'service', application: 'shop' },
} as const;

/** Who asks; nobody has no token. */
export type Asker = keyof typeof IDENTITIES | 'nobody';

/** A server that answers questions about a store; `close` it. */
export async function startQuestionApp(store: Store, keptDays?: KeptDays) {
  const folder = await mkdtemp(join(tmpdir(), 'aiwatch-test-'));
  const keyFile = join(folder, 'keys', 'tokens.json');
  const tokens = await openTokens({ keyFile }, () => {});
  const app = Fastify({ ...STRICT_OPTIONS, forceCloseConnections: true });
  await app.register(errorPlugin);
  await app.register(strictInputPlugin);
  await app.register(createOpenapiPlugin({ version: '0.0.0' }));
  await app.register(createAccessPlugin({ verify: tokens.verify }));
  await app.register(async scope => {
    await scope.register(storeErrorPlugin);
    await scope.register(createQuestionRoutes({ store, keptDays }));
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const [key] = await openKeyFile(keyFile);

  const headersOf = async (asker: Asker): Promise<Record<string, string>> => {
    if (asker === 'nobody') return {};
    const { token } = await issueToken(key, { ttlMs: DAY_MS, ...IDENTITIES[asker] });
    return { authorization: `Bearer ${token}` };
  };
  const cookieOf = async (asker: Exclude<Asker, 'service' | 'nobody'>): Promise<string> => {
    const identity = IDENTITIES[asker];
    const facts = createSessionFacts({ ...identity, way: 'code', untilMs: Date.now() + DAY_MS });
    return `aiwatch-session=${(await signSession(key, facts, DAY_MS)).token}`;
  };
  return {
    url,
    app,
    /** The same question of a page of the panel, in a browser. */
    askByCookie: async (path: string, asker: Exclude<Asker, 'service' | 'nobody'>, site = 'same-origin') =>
      fetch(`${url}${path}`, { headers: { cookie: await cookieOf(asker), 'sec-fetch-site': site } }),
    ask: async (path: string, asker: Asker = 'admin', signal?: AbortSignal) =>
      fetch(`${url}${path}`, { headers: await headersOf(asker), ...(signal && { signal }) }),
    close: async () => {
      tokens.close();
      await app.close();
      await rm(folder, { recursive: true });
    },
  };
}
