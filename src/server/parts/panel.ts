import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';
import { type Config, loadClientSecret } from '../../config/index.ts';
import { VERSION } from '../../version.ts';
import type { OidcConfig } from '../access/auth-config.ts';
import type { PanelOptions } from '../panel/create-panel.ts';
import type { Tokens } from '../tokens/open-tokens.ts';

/** Where the build puts the panel; the same seen from `src` and from `dist`. */
const FOLDER = fileURLToPath(new URL('../../../dist/panel/', import.meta.url));

function oidcConfig({ oidc }: Config['auth']): OidcConfig | undefined {
  if (oidc === undefined) return undefined;
  const { clientSecret: _secret, clientSecretFile: _file, ...rest } = oidc;
  return { ...rest, clientSecret: loadClientSecret(oidc) };
}

/** The panel of the server, as the settings have it. Throws CONFIG_… where the secret of the client cannot be read. */
export function panelOptions(config: Config, tokens: Tokens, pool: Pool): PanelOptions {
  const { sessionTtl, maxSessionTtl } = config.auth.panel;
  const { grafanaUrl, prometheusUrl, alertmanagerUrl } = config.bundle;
  return {
    folder: FOLDER,
    tokens,
    times: { ttlMs: sessionTtl, maxTtlMs: maxSessionTtl },
    oidc: oidcConfig(config.auth),
    links: { grafanaUrl, prometheusUrl, alertmanagerUrl },
    version: VERSION,
    name: config.application.name,
    pool,
  };
}
