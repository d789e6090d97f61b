import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { parseConfig } from '../../../src/config/index.ts';
import { type AlertNotification, issueToken, openKeyFile, openServer } from '../../../src/server/index.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { REQUESTS } from '../access/gated-app.ts';

const HOUR_MS = 3_600_000;

/** Who asks; nobody has no token. */
export type Asker = keyof typeof REQUESTS | 'nobody';
export const ASKERS: readonly Asker[] = ['admin', 'user', 'service', 'nobody'];

/** A whole server on a database, until the test is over. */
export async function startRunningServer(databaseUrl: string, settings: object = {}) {
  const dataDir = await createTemporaryFolder();
  await chmod(dataDir, 0o711);
  const alerts: AlertNotification[] = [];
  const config = parseConfig({
    server: { dataDir },
    store: { databaseUrl },
    log: { dir: null },
    ...settings,
  });
  const server = await openServer(config, { onNotice: () => {}, onAlert: alert => alerts.push(alert) });
  onTestFinished(() => server.close());
  const url = await server.app.listen({ host: '127.0.0.1', port: 0 });
  const [key] = await openKeyFile(join(dataDir, 'keys', 'tokens.json'));
  const headersOf = async (asker: Asker): Promise<Record<string, string>> => {
    if (asker === 'nobody') return {};
    const { token } = await issueToken(key, { ttlMs: HOUR_MS, ...REQUESTS[asker] });
    return { authorization: `Bearer ${token}` };
  };
  const answerOf = async (response: Response) => {
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  };
  const post = async (path: string, body?: unknown, asker: Asker = 'admin') => {
    const headers = await headersOf(asker);
    const sent =
      body === undefined
        ? { headers }
        : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return answerOf(await fetch(`${url}${path}`, { method: 'POST', ...sent }));
  };
  return {
    url,
    alerts,
    headersOf,
    get: async (path: string, asker: Asker = 'admin') =>
      answerOf(await fetch(`${url}${path}`, { headers: await headersOf(asker) })),
    post,
  };
}
