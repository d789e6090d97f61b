import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'pg';
import { onTestFinished } from 'vitest';
import type { SessionAnswer } from '../../../src/api/session.ts';
import { loadConfig } from '../../../src/config/index.ts';
import { createExporter } from '../../../src/runtime.ts';
import type { OidcConfig, RateLimits, SessionConfig } from '../../../src/server/access/auth-config.ts';
import { createServer } from '../../../src/server/index.ts';
import type { PanelLinks } from '../../../src/server/routes/panel-settings.ts';
import { issueToken, type TokenRequest } from '../../../src/server/tokens/issue-token.ts';
import { addIssuedToken, issuedFileOf } from '../../../src/server/tokens/issued-file.ts';
import { openKeyFile } from '../../../src/server/tokens/key-file.ts';
import { openTokens } from '../../../src/server/tokens/open-tokens.ts';

export const HOUR_MS = 3_600_000;
export const SESSION_URL = '/api/v1/session';

/** What a browser sends with a request of a page of this server. */
export const FROM_OWN_PAGE = { 'sec-fetch-site': 'same-origin' };

export const INDEX_HTML =
  '<!doctype html><title>aiwatch</title><script type="module" src="/assets/app-1a2b.js"></script>';
export const SCRIPT = `export const text = '${'aiwatch '.repeat(200)}';`;

/** A panel as Vite leaves it, with compressed files beside the script. */
async function buildPanelFolder(root: string): Promise<string> {
  const folder = join(root, 'panel');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), INDEX_HTML);
  await writeFile(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(folder, '.secret.txt'), 'hidden');
  const script = join(folder, 'assets', 'app-1a2b.js');
  await writeFile(script, SCRIPT);
  await writeFile(`${script}.br`, brotliCompressSync(SCRIPT));
  await writeFile(`${script}.gz`, gzipSync(SCRIPT));
  await writeFile(join(folder, 'assets', 'plain-3c4d.css'), 'body { margin: 0 }');
  return folder;
}

export interface PanelAppOptions {
  readonly folder?: string;
  readonly times?: SessionConfig;
  readonly oidc?: OidcConfig;
  readonly rateLimits?: RateLimits;
  readonly publicUrl?: string;
  /** @default on localhost, as without settings */
  readonly links?: Partial<PanelLinks>;
  readonly trustProxy?: string;
  readonly host?: string;
  /** @default a free one */
  readonly port?: number;
  readonly logger?: FastifyBaseLogger;
  readonly pool?: Pool;
}

/** An answer, with what tests ask about. */
export interface PanelResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly cookies: readonly string[];
  readonly body: string;
  json<T = Record<string, unknown>>(): T;
}

/** A server with the panel, and the keys that it trusts; `close` it. */
export async function openPanelApp(options: PanelAppOptions = {}) {
  const { times = { ttlMs: HOUR_MS, maxTtlMs: 24 * HOUR_MS }, host = '127.0.0.1' } = options;
  const { oidc, rateLimits, publicUrl, trustProxy, logger, pool } = options;
  const root = await mkdtemp(join(tmpdir(), 'aiwatch-test-'));
  const folder = options.folder ?? (await buildPanelFolder(root));
  const keyFile = join(root, 'keys', 'tokens.json');
  const tokens = await openTokens({ keyFile }, () => {});
  const { bundle } = loadConfig({ env: {} });
  const exporter = createExporter(loadConfig({ env: {} }), { log: () => {} });
  const { grafanaUrl, prometheusUrl, alertmanagerUrl, applicationJob } = bundle;
  const app = await createServer({
    exporter,
    prometheusUrl,
    applicationJob,
    onAlert: () => {},
    access: { verify: tokens.verify, rateLimits, publicUrl },
    trustProxy,
    logger,
    panel: {
      folder,
      tokens,
      times,
      oidc,
      links: { grafanaUrl, prometheusUrl, alertmanagerUrl, ...options.links },
      version: '1.2.3',
      name: 'assistant',
      pool,
    },
  });
  const close = async () => {
    tokens.close();
    await app.close();
    exporter.close();
    await rm(root, { recursive: true, force: true });
  };
  await app.listen({ host, port: options.port ?? 0 });
  const { port } = app.server.address() as AddressInfo;

  /** Sends exactly these headers, Host too, and follows no redirect. */
  const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) =>
    new Promise<PanelResponse>((resolve, reject) => {
      const content = body === undefined ? {} : { 'content-type': 'application/json' };
      const outgoing = request(
        { host: '127.0.0.1', port, method, path, headers: { ...content, ...headers } },
        response => {
          text(response).then(received => {
            const cookies = response.headers['set-cookie'] ?? [];
            const json = <T>() => JSON.parse(received) as T;
            const { statusCode: status = 0, headers: found } = response;
            resolve({ status, headers: found, cookies, body: received, json });
          }, reject);
        },
      );
      outgoing.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
    });

  const make = async (wanted: Partial<TokenRequest> & Pick<TokenRequest, 'role'>, nowMs?: number) => {
    const [active] = await openKeyFile(keyFile);
    const { token, issued } = await issueToken(active, { ttlMs: HOUR_MS, ...wanted }, nowMs);
    await addIssuedToken(issuedFileOf(keyFile), issued);
    return { token, issued };
  };
  const signIn = (body: unknown, headers: Record<string, string> = FROM_OWN_PAGE) =>
    ask('POST', SESSION_URL, headers, body);
  const session = async (cookie: string) => (await ask('GET', SESSION_URL, { cookie })).json<SessionAnswer>();
  return { app, url: `http://127.0.0.1:${port}`, port, keyFile, ask, make, signIn, session, close };
}

/** The same for one test, which closes it at its end. */
export async function startPanelApp(options: PanelAppOptions = {}) {
  const server = await openPanelApp(options);
  onTestFinished(server.close);
  return server;
}

/** What a browser sends back of an answer's cookies. */
export function cookieOf({ cookies }: Pick<PanelResponse, 'cookies'>): string {
  return cookies
    .map(cookie => cookie.split(';', 1)[0]!)
    .filter(pair => !pair.endsWith('='))
    .join('; ');
}

/** The id of the session in a cookie. */
export function sessionIdOf(cookie: string): string {
  const payload = cookie.split('=')[1]!.split('.')[1]!;
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { jti: string }).jti;
}
