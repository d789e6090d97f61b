import { join } from 'node:path';
import Fastify, { type FastifyBaseLogger } from 'fastify';
import { onTestFinished } from 'vitest';
import { createAccessPlugin } from '../../../src/server/access/access-plugin.ts';
import type { AuthConfig } from '../../../src/server/access/auth-config.ts';
import { identityOf } from '../../../src/server/access/identity.ts';
import { mayReadUser } from '../../../src/server/access/may-read-user.ts';
import { requireRole } from '../../../src/server/access/require-role.ts';
import { errorPlugin } from '../../../src/server/plugins/error-plugin.ts';
import { STRICT_OPTIONS } from '../../../src/server/plugins/fastify-options.ts';
import { strictInputPlugin } from '../../../src/server/plugins/strict-input.ts';
import { issueToken, type TokenRequest } from '../../../src/server/tokens/issue-token.ts';
import { addIssuedToken, issuedFileOf } from '../../../src/server/tokens/issued-file.ts';
import { openKeyFile } from '../../../src/server/tokens/key-file.ts';
import { openTokens } from '../../../src/server/tokens/open-tokens.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

export const DAY_MS = 86_400_000;

/** A small application with a route for each role, and the keys that it trusts. */
export async function startGatedApp(
  options: Partial<AuthConfig> & { readonly logger?: FastifyBaseLogger; readonly trustProxy?: string } = {},
) {
  const keyFile = join(await createTemporaryFolder(), 'keys', 'tokens.json');
  const { logger, trustProxy, rateLimits, ...auth } = options;
  const problems: unknown[] = [];
  const tokens = await openTokens({ keyFile, ...auth }, error => problems.push(error));
  const app = Fastify({
    ...STRICT_OPTIONS,
    forceCloseConnections: true,
    ...(logger !== undefined && { loggerInstance: logger }),
    ...(trustProxy !== undefined && { trustProxy }),
  });
  await app.register(errorPlugin);
  await app.register(strictInputPlugin);
  await app.register(createAccessPlugin({ verify: tokens.verify, rateLimits }));
  app.get('/admin', { onRequest: requireRole('GET /admin', 'admin') }, request => identityOf(request));
  app.post('/deliver', { onRequest: requireRole('POST /deliver', 'admin', 'service') }, request =>
    identityOf(request),
  );
  app.get<{ Querystring: { userId?: string } }>(
    '/read',
    { onRequest: requireRole('GET /read', 'admin', 'user') },
    request => ({ userId: mayReadUser(identityOf(request), request.query.userId) ?? 'all' }),
  );
  app.get('/health', () => ({ status: 'healthy' }));
  onTestFinished(async () => {
    tokens.close();
    await app.close();
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });

  const make = async (request: Partial<TokenRequest> & Pick<TokenRequest, 'role'>, nowMs?: number) => {
    const [active] = await openKeyFile(keyFile);
    const { token, issued } = await issueToken(active, { ttlMs: DAY_MS, ...request }, nowMs);
    await addIssuedToken(issuedFileOf(keyFile), issued);
    return { token, issued };
  };
  const ask = (path: string, token?: string, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method: path === '/deliver' ? 'POST' : 'GET',
      headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    });
  return { url, keyFile, problems, make, ask };
}

/** What is needed for a token of each role. */
export const REQUESTS = {
  admin: { role: 'admin' },
  user: { role: 'user', userId: 'ada' },
  service: { role: 'service', application: 'shop' },
} as const;
