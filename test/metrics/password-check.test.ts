import { hashSync } from 'bcryptjs';
import { describe, expect, test } from 'vitest';
import { createPasswordCheck } from '../../src/metrics/password-check.ts';

/** bcrypt's lowest cost, so that the tests are quick. */
const COST = 4;
const hashes = { ann: hashSync('summer', COST), bob: hashSync('winter', COST) };

/** Milliseconds of CPU that a question takes; compared with each other only. */
async function measureCpu(ask: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await ask();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe('a password', () => {
  test.each([
    ['ann', 'summer', true],
    ['bob', 'winter', true],
    ['ann', 'winter', false],
    ['ann', '', false],
    ['ann', 'summer ', false],
    ['carl', 'summer', false],
    ['', '', false],
    ['__proto__', 'summer', false],
    ['constructor', 'summer', false],
  ])('of %j that is %j is right: %s', async (user, password, isRight) => {
    const check = createPasswordCheck(hashes);
    expect(await check({ user, password })).toBe(isRight);
    expect(await check({ user, password })).toBe(isRight);
  });

  test.each(['2a', '2b', '2y'])('is compared with hashes of the form $%s$', async form => {
    const check = createPasswordCheck({ ann: hashes.ann.replace('$2b$', `$${form}$`) });
    expect(await check({ user: 'ann', password: 'summer' })).toBe(true);
    expect(await check({ user: 'ann', password: 'autumn' })).toBe(false);
  });

  test('that was right does not let a wrong one in later', async () => {
    const check = createPasswordCheck(hashes);
    expect(await check({ user: 'ann', password: 'summer' })).toBe(true);
    expect(await check({ user: 'ann', password: 'autumn' })).toBe(false);
    expect(await check({ user: 'bob', password: 'summer' })).toBe(false);
    expect(await check({ user: 'ann', password: 'summer' })).toBe(true);
  });

  test('that was right before is let in even while many guess', async () => {
    const check = createPasswordCheck(hashes);
    await check({ user: 'ann', password: 'summer' });
    const guesses = Array.from({ length: 100 }, (_, i) => check({ user: 'ann', password: `guess ${i}` }));
    expect(await check({ user: 'ann', password: 'summer' })).toBe(true);
    expect(new Set(await Promise.all(guesses))).toEqual(new Set([false]));
  });
});

test('a password is dear to compare once, as dear for a user that there is not, and cheap afterwards', async () => {
  const check = createPasswordCheck({ ann: hashSync('summer', 11) });
  const first = await measureCpu(() => check({ user: 'ann', password: 'summer' }));
  const unknown = await measureCpu(() => check({ user: 'nobody', password: 'summer' }));
  const again = await measureCpu(() => check({ user: 'ann', password: 'summer' }));
  expect(unknown).toBeGreaterThan(first / 4);
  expect(again).toBeLessThan(first / 4);
});
