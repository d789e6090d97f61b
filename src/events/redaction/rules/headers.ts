import type { SecretRule } from '../secret-rule.ts';

/** Whether a text is the `user:password` of basic authentication (RFC 7617), and not a word behind "Basic". */
function isBasicCredentials(found: string): boolean {
  const decoded = Buffer.from(found, 'base64').toString('latin1');
  return decoded.includes(':') && /^[\x20-\x7e\x80-\xff]+$/.test(decoded);
}

const hasDigitOrIsLong = (found: string) => found.length >= 40 || /\d/.test(found);

/** Credentials in headers as they stand in texts: in commands, logs, code. */
export const headerRules: readonly SecretRule[] = [
  {
    // Schemes whose credentials are a list, to the end of the line (RFC 7616; AWS Signature Version 4).
    id: 'authorization-header',
    keywords: ['authorization'],
    pattern:
      /(?<kept>authorization['"\\]{0,3}[ \t]{0,5}[:=][ \t]{0,5}['"\\]{0,3}(?:digest|aws4-hmac-sha256|hawk|oauth|signature)[ \t]{1,5})[^\r\n]+/gi,
  },
  {
    id: 'authorization-header',
    keywords: ['authorization'],
    pattern:
      /(?<kept>authorization['"\\]{0,3}[ \t]{0,5}[:=][ \t]{0,5}['"\\]{0,3}(?:(?:bearer|basic|token|apikey|api-key|negotiate|ssws|key)[ \t]{1,5})?)(?!\[redacted:)[^\s'"\\<>]{4,}/gi,
    isSecret: found =>
      !/^(?:bearer|basic|digest|token|required|missing|failed|denied|null|undefined|string|header|none|object|`?\$\{?.*)[,.;:]?$/i.test(
        found,
      ),
  },
  {
    id: 'bearer-token',
    keywords: ['bearer'],
    pattern: /(?<kept>(?<![A-Za-z0-9])bearer[ \t:]{1,5})[\w.~+/=-]{16,}/gi,
    isSecret: hasDigitOrIsLong,
  },
  {
    id: 'basic-credentials',
    keywords: ['basic ', 'basic\t'],
    pattern: /(?<kept>(?<![A-Za-z0-9])basic[ \t]{1,5})[A-Za-z0-9+/]{4,}={0,2}/gi,
    isSecret: isBasicCredentials,
  },
  {
    id: 'cookie-header',
    keywords: ['cookie'],
    pattern:
      /(?<kept>cookie['"\\]{0,3}[ \t]{0,5}:[ \t]{0,5}['"\\]{0,3})[\w.!#$%&*+^|~-]{1,200}=[^\r\n'"]{1,}/gi,
  },
];
