import { compare, hashSync } from 'bcryptjs';
import { describe, expect, test } from 'vitest';
import { createPasswordCheck } from '../../src/metrics/password-check.ts';

/** bcrypt's lowest cost, so that the tests are quick. */
const COST = 4;
const hashes = { ann: hashSync('summer', COST), bob: hashSync('winter', COST) };

/** A check that keeps what it compared. */
function createWatchedCheck(users: Readonly<Record<string, string>>) {
  const compared: { readonly password: string; readonly hash: string }[] = [];
  const check = createPasswordCheck(users, (password, hash) => {
    compared.push({ password, hash });
    return compare(password, hash);
  });
  return { check, compared };
}

describe('a password', () => {
  test.each([
    ['ann', 'summer', 'right'],
    ['bob', 'winter', 'right'],
    ['ann', 'winter', 'wrong'],
    ['ann', '', 'wrong'],
    ['ann', 'summer ', 'wrong'],
    ['carl', 'summer', 'wrong'],
    ['', '', 'wrong'],
    ['__proto__', 'summer', 'wrong'],
    ['constructor', 'summer', 'wrong'],
  ])('of %j that is %j is %s', async (user, password, verdict) => {
    const check = createPasswordCheck(hashes);
    expect(await check({ user, password })).toBe(verdict);
    expect(await check({ user, password })).toBe(verdict);
  });

  test.each(['2a', '2b', '2y'])('is compared with hashes of the form $%s$', async form => {
    const check = createPasswordCheck({ ann: hashes.ann.replace('$2b$', `$${form}$`) });
    expect(await check({ user: 'ann', password: 'summer' })).toBe('right');
    expect(await check({ user: 'ann', password: 'autumn' })).toBe('wrong');
  });

  test('that was right does not let a wrong one in later', async () => {
    const check = createPasswordCheck(hashes);
    expect(await check({ user: 'ann', password: 'summer' })).toBe('right');
    expect(await check({ user: 'ann', password: 'autumn' })).toBe('wrong');
    expect(await check({ user: 'bob', password: 'summer' })).toBe('wrong');
    expect(await check({ user: 'ann', password: 'summer' })).toBe('right');
  });

  test('that was right before is let in even while many guess', async () => {
    const check = createPasswordCheck(hashes);
    await check({ user: 'ann', password: 'summer' });
    const guesses = Array.from({ length: 100 }, (_, i) => check({ user: 'ann', password: `guess ${i}` }));
    expect(await check({ user: 'ann', password: 'summer' })).toBe('right');
    // At most 16 wait; the others were not looked at.
    expect(new Set(await Promise.all(guesses))).toEqual(new Set(['wrong', 'busy']));
  });
});

describe('the work that passwords make', () => {
  test('is one comparison for one that is right, however often it comes', async () => {
    const { check, compared } = createWatchedCheck(hashes);
    for (let i = 0; i < 3; i++) await check({ user: 'ann', password: 'summer' });
    expect(compared).toEqual([{ password: 'summer', hash: hashes.ann }]);
  });

  test('is one comparison also for many that come at once', async () => {
    const { check, compared } = createWatchedCheck(hashes);
    const answers = Array.from({ length: 10 }, () => check({ user: 'ann', password: 'summer' }));
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['right']));
    expect(compared).toHaveLength(1);
  });

  test('is as much for a user that there is not as for the dearest one', async () => {
    const { check, compared } = createWatchedCheck({
      ...hashes,
      dora: hashSync('spring', COST + 1),
    });
    await check({ user: 'nobody', password: 'summer' });
    expect(compared).toEqual([{ password: 'summer', hash: expect.stringMatching(/^\$2b\$05\$.{53}$/) }]);
  });

  test('is bounded: the seventeenth that waits is told so, and let in when it asks again', async () => {
    const { check, compared } = createWatchedCheck(hashes);
    const guesses = Array.from({ length: 16 }, (_, i) => check({ user: 'ann', password: `guess ${i}` }));
    expect(await check({ user: 'ann', password: 'summer' })).toBe('busy');
    expect(await Promise.all(guesses)).toEqual(guesses.map(() => 'wrong'));
    expect(compared).toHaveLength(16);
    expect(await check({ user: 'ann', password: 'summer' })).toBe('right');
  });
});
