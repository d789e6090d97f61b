import type { FastifyPluginAsync } from 'fastify';
import type { Pool } from 'pg';
import type { OidcConfig, SessionConfig } from '../access/auth-config.ts';
import { createPanelSettingsRoute, type PanelLinks } from '../routes/panel-settings.ts';
import { createSessionRoutes } from '../routes/session.ts';
import { createOidcRoutes, OIDC_PATH } from '../routes/session-oidc.ts';
import { createOidcClient } from './oidc-client.ts';
import { createPanelSessions, type SessionTokens } from './panel-sessions.ts';
import { createPanelFiles } from './serve-panel.ts';

export interface PanelOptions {
  /** Where the built panel lies. */
  readonly folder: string;
  readonly tokens: SessionTokens;
  readonly times: SessionConfig;
  /** Sign-in by an identity provider. @default there is none */
  readonly oidc?: OidcConfig | undefined;
  readonly links: PanelLinks;
  /** Of aiwatch. */
  readonly version: string;
  /** Of the application that is watched. */
  readonly name: string;
  /** The audit trail of sign-ins. @default nothing is recorded */
  readonly pool?: Pool | undefined;
}

/** The admin panel: its files, who signs in to it and how, and what it has to know. */
export function createPanel(options: PanelOptions): FastifyPluginAsync {
  const { folder, tokens, times, oidc: config, links, version, name, pool } = options;
  return async app => {
    const onProblem = (error: unknown) =>
      app.log.error({ err: error }, 'the audit trail lacks a sign-in or -out');
    const sessions = createPanelSessions({ tokens, times, pool, onProblem });
    const oidc = config && { config, client: createOidcClient(config) };
    const ways = { oidc: config === undefined ? null : { label: config.buttonLabel, url: OIDC_PATH } };
    await app.register(createSessionRoutes({ tokens, sessions, version, name, ways }));
    await app.register(createOidcRoutes({ tokens, sessions, oidc, ttlMs: times.ttlMs }));
    await app.register(createPanelSettingsRoute(links));
    await app.register(createPanelFiles({ folder }));
  };
}
