import { z } from 'zod';
import { httpUrl } from './addresses.ts';
import { DEFAULTS } from './defaults.ts';
import { duration } from './durations.ts';
import { claimSettings, oidc } from './oidc.ts';

const perMinute = (who: keyof typeof DEFAULTS.auth.requestsPerMinute, what: string) =>
  z.int().min(1).default(DEFAULTS.auth.requestsPerMinute[who]).describe(what);

/** Who may use the API of the server. */
export const auth = z.strictObject({
  keyFile: z
    .string()
    .min(1)
    .optional()
    .describe('Keys that sign tokens; servers of one database share it. Default: in `server.dataDir`.'),
  jwks: z
    .strictObject({
      url: httpUrl().describe('JWKS of the identity provider (RS256 or ES256).'),
      issuer: z.string().min(1).optional().describe('What `iss` must be. Default: anything.'),
      audience: z.string().min(1).describe('What `aud` must hold.'),
      ...claimSettings,
    })
    .optional(),
  oidc: oidc.optional(),
  panel: z
    .strictObject({
      sessionTtl: duration()
        .prefault(DEFAULTS.auth.panel.sessionTtl)
        .describe('How long somebody stays signed in who does not use the panel.'),
      maxSessionTtl: duration()
        .prefault(DEFAULTS.auth.panel.maxSessionTtl)
        .describe('The same for somebody who does; with a token, never longer than the token.'),
      linkTtl: duration()
        .prefault(DEFAULTS.auth.panel.linkTtl)
        .describe('How long a sign-in link can be used, once.'),
    })
    .prefault({}),
  requestsPerMinute: z
    .strictObject({
      admin: perMinute('admin', 'Requests a minute with one token of an admin.'),
      user: perMinute('user', 'Requests a minute with one token of a user.'),
      service: perMinute('service', 'Requests a minute with one token of a service.'),
      refused: perMinute('refused', 'Requests a minute from one address that are refused.'),
    })
    .prefault({}),
});
