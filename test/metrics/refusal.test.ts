import { describe, expect, test } from 'vitest';
import { AiwatchError } from '../../src/errors.ts';
import { buildRefusal } from '../../src/metrics/index.ts';

const wrong = new AiwatchError('ACCESS_PASSWORD_WRONG', { where: 'scrape', found: 'others' });
const busy = new AiwatchError('ACCESS_BUSY', { where: 'scrape', found: 'too many checks that wait' });
const checkPassword = async () => 'wrong' as const;
const BASIC = 'Basic realm="metrics", charset="UTF-8"';
const BEARER = 'Bearer realm="metrics"';

describe('a refusal', () => {
  test.each([
    ['nothing is set', {}, [BEARER]],
    ['there is a token', { token: 'secret' }, [BEARER]],
    ['there are users', { checkPassword }, [BASIC]],
    ['there are both', { checkPassword, token: 'secret' }, [BEARER, BASIC]],
  ])('names the ways in where %s', (_where, access, ways) => {
    expect(buildRefusal(wrong, access)).toEqual({ status: 401, headers: { 'www-authenticate': ways } });
  });

  test('asks for patience, not for another password, where the check was busy', () => {
    expect(buildRefusal(busy, { checkPassword })).toEqual({ status: 503, headers: { 'retry-after': '2' } });
  });

  test('is one of 401 for any other error', () => {
    expect(buildRefusal(new Error('x'), {}).status).toBe(401);
  });
});
