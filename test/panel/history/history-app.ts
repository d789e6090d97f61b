import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import Fastify from 'fastify';
import { createUserAliases } from '../../../src/events/index.ts';
import { watchConsents } from '../../../src/privacy/index.ts';
import { createAccessPlugin, issueToken, openKeyFile, openTokens } from '../../../src/server/index.ts';
import { errorPlugin } from '../../../src/server/plugins/error-plugin.ts';
import { STRICT_OPTIONS } from '../../../src/server/plugins/fastify-options.ts';
import { storeErrorPlugin } from '../../../src/server/plugins/store-error-plugin.ts';
import { strictInputPlugin } from '../../../src/server/plugins/strict-input.ts';
import { createAuditRoutes } from '../../../src/server/routes/audit.ts';
import { createPrivacyRoutes } from '../../../src/server/routes/privacy.ts';
import { createQuestionRoutes } from '../../../src/server/routes/questions.ts';
import type { Store } from '../../../src/store/index.ts';
import { openTestSigner } from '../../support/audited-store.ts';

const DAY_MS = 86_400_000;
/** The ids under which the panel's server knows a user. */
export const aliases = createUserAliases('a key of this test');
const PAGES = ['/', '/analytics', '/system', '/events', '/users', '/audit', '/me'];
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'";

const IDENTITIES = {
  admin: { role: 'admin', userId: 'root' },
  user: { role: 'user', userId: 'ada' },
} as const;
export type Viewer = keyof typeof IDENTITIES;

/** The panel with the real routes that look back, on a store; `close` it. */
export async function startHistoryApp(store: Store, panelFolder: string) {
  const folder = await mkdtemp(join(tmpdir(), 'aiwatch-test-'));
  const signer = await openTestSigner(store, { folder });
  const keyFile = join(folder, 'keys', 'tokens.json');
  const tokens = await openTokens({ keyFile }, () => {});
  const consents = await watchConsents(store.pool, { onProblem: () => {} });
  const app = Fastify({ ...STRICT_OPTIONS, forceCloseConnections: true });
  await app.register(errorPlugin);
  await app.register(strictInputPlugin);
  // The panel's session is a cookie; here it holds a token, which a download brings along as well.
  app.addHook('onRequest', async ({ headers }) => {
    const token = /(?:^|; )token=([^;]+)/.exec(headers.cookie ?? '')?.[1];
    if (token !== undefined) headers.authorization = `Bearer ${token}`;
  });
  await app.register(createAccessPlugin({ verify: tokens.verify }));
  const { pool, upkeepPool } = store;
  await app.register(async scope => {
    await scope.register(storeErrorPlugin);
    await scope.register(createQuestionRoutes({ store }));
    await scope.register(createAuditRoutes({ pool, vkey: signer.key.vkey, sign: signer.sign }));
    await scope.register(createPrivacyRoutes({ pool, upkeepPool, aliases, consents, sign: signer.sign }));
  });
  // Asked by the panel once it finds no live feed.
  app.get('/health/live', () => ({ status: 'healthy' }));
  for (const path of PAGES) {
    app.get(path, async (_request, reply) => {
      const index = await readFile(join(panelFolder, 'index.html'), 'utf8');
      return reply.header('content-security-policy', POLICY).type('text/html').send(index);
    });
  }
  await app.register(fastifyStatic, { root: panelFolder, index: false });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const [key] = await openKeyFile(keyFile);
  return {
    url,
    signer,
    /** A token with which a browser is signed in. */
    async tokenOf(viewer: Viewer): Promise<string> {
      return (await issueToken(key, { ttlMs: DAY_MS, ...IDENTITIES[viewer] })).token;
    },
    sessionOf: (viewer: Viewer) => ({
      signedIn: true,
      ...IDENTITIES[viewer],
      expires: new Date(Date.now() + DAY_MS).toISOString(),
      version: '0.0.0',
      name: 'assistant',
      ways: { oidc: null },
    }),
    close: async () => {
      consents.close();
      tokens.close();
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type HistoryApp = Awaited<ReturnType<typeof startHistoryApp>>;
