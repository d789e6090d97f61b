import { describe, expect, test } from 'vitest';
import { parseSystemUser } from '../../../src/store/embedded/system-user.ts';

describe('parseSystemUser', () => {
  const root = 'root:x:0:0::/root:/bin/sh';
  const nobody = 'nobody:x:65534:65533::/nonexistent:/usr/sbin/nologin';
  const postgres = 'postgres:x:101:104::/var/lib/postgresql:/bin/bash';
  const aiwatch = 'aiwatch:x:990:991::/var/lib/aiwatch:/usr/sbin/nologin';

  test('prefers a user of our own, then that of PostgreSQL, then nobody', () => {
    expect(parseSystemUser([root, nobody, postgres, aiwatch, ''].join('\n'))).toEqual({ uid: 990, gid: 991 });
    expect(parseSystemUser([root, nobody, postgres].join('\n'))).toEqual({ uid: 101, gid: 104 });
    expect(parseSystemUser([nobody, root].join('\n'))).toEqual({ uid: 65534, gid: 65533 });
  });

  test('makes no user where there is none', () => {
    expect(() => parseSystemUser(`${root}\n`)).toThrow(
      expect.objectContaining({ code: 'STORE_USER_MISSING' }),
    );
  });
});
