import { MARK } from '../marks.ts';
import type { SecretRule } from '../secret-rule.ts';

/** Secrets within addresses and connection strings. */
export const addressRules: readonly SecretRule[] = [
  {
    // scheme://user:password@host (RFC 3986 §3.2.1); up to the last @ before the path.
    id: 'url-password',
    keywords: ['://'],
    needs: MARK.AT,
    pattern: /(?<kept>:\/\/[^\s:@/?#'"<>[\]]{0,200}:)(?!\[redacted:)[^\s/'"<>]{1,300}(?=@)/g,
  },
  {
    // scheme://token@host: a name is short, a token is not.
    id: 'url-token',
    keywords: ['://'],
    needs: MARK.AT,
    pattern: /(?<kept>:\/\/)(?!\[redacted:)[\w.~%-]{20,300}(?=@)/g,
    isSecret: found => /\d/.test(found),
  },
  {
    id: 'url-parameter',
    keywords: [
      'token=',
      'key=',
      'signature=',
      'credential=',
      'sig=',
      'code=',
      'secret=',
      'password=',
      'passwd=',
      'pwd=',
      'auth=',
      'jwt=',
    ],
    pattern:
      /(?<kept>[?&#;](?:(?:access|auth|id|refresh|session|bot|x-amz-security)[_-]?token|token|(?:api|access|subscription|auth)?[_-]?key|x-amz-(?:signature|credential)|x-goog-(?:signature|credential)|sig|signature|code|client_secret|secret|password|passwd|pwd|auth|jwt)=)(?!\[redacted:)[^\s&#'"<>;]{6,}/gi,
  },
];
