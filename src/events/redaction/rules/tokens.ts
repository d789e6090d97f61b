import type { SecretRule } from '../secret-rule.ts';

/** Tokens that say what they are by their form, whoever made them. */
export const tokenRules: readonly SecretRule[] = [
  {
    // The header and the payload of a JWT are JSON objects: both begin with `{"` in base64url (RFC 7519).
    id: 'jwt',
    keywords: ['eyJ', 'eyA'],
    pattern: /ey[JA][\w-]{8,600}\.ey[\w-]{8,}(?:\.[\w-]*)?/g,
  },
  {
    // An encrypted one has five parts (RFC 7516).
    id: 'jwe',
    keywords: ['eyJ'],
    pattern: /(?<![\w-])eyJ[\w-]{8,}\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+/g,
  },
];
