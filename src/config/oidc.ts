import { z } from 'zod';
import { AiwatchError } from '../errors.ts';
import { httpUrl } from './addresses.ts';
import { DEFAULTS } from './defaults.ts';
import { readText } from './read-text.ts';
import type { Secret } from './secret.ts';
import { secret } from './secret-setting.ts';

const LOOPBACK = /^http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?(?:\/|$)/;

/** Plain HTTP would let whoever is on the way sign in as anybody. */
const issuerUrl = () =>
  httpUrl().refine(url => url.startsWith('https:') || LOOPBACK.test(url), {
    error: 'an https URL; http only on loopback',
  });

/** How the claims of an identity provider say who somebody is. */
export const claimSettings = {
  roleClaim: z.string().min(1).default('role').describe('Claim with the role; dots lead into objects.'),
  userClaim: z.string().min(1).default('sub').describe('Claim with the id of the user.'),
  roles: z
    .record(z.string(), z.enum(['admin', 'user', 'service']))
    .optional()
    .describe("The provider's names of the roles."),
};

/** Sign-in to the panel by an identity provider. */
export const oidc = z.strictObject({
  issuer: issuerUrl().describe('Identity provider that people sign in to the panel with (OpenID Connect).'),
  clientId: z.string().min(1).describe('What it knows aiwatch by.'),
  clientSecret: secret().optional().describe('Secret of the client; none for a public one.'),
  clientSecretFile: z.string().min(1).optional().describe('File that holds it; instead of `clientSecret`.'),
  redirectUrl: httpUrl()
    .optional()
    .describe('Where it sends browsers back to. Default: `/api/v1/session/oidc/callback` of the panel.'),
  scopes: z
    .array(z.string().min(1))
    .default([...DEFAULTS.auth.oidc.scopes])
    .describe('Scopes that are asked for; `openid` has to be one.'),
  ...claimSettings,
  buttonLabel: z
    .string()
    .min(1)
    .max(60)
    .default(DEFAULTS.auth.oidc.buttonLabel)
    .describe('Text of the button.'),
});

/** The secret of the client, from the settings or its file. Throws CONFIG_FILE_UNREADABLE and CONFIG_INVALID. */
export function loadClientSecret({
  clientSecret,
  clientSecretFile: file,
}: {
  readonly clientSecret?: Secret | undefined;
  readonly clientSecretFile?: string | undefined;
}): string | undefined {
  if (clientSecret !== undefined || file === undefined) return clientSecret?.reveal();
  const where = `auth.oidc.clientSecretFile ${file}`;
  const text = readText(file, where).trim();
  if (text !== '') return text;
  throw new AiwatchError('CONFIG_INVALID', { where, expected: 'a secret', found: 'an empty file' });
}
