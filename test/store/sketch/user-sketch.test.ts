import { describe, expect, test } from 'vitest';
import { UserSketch } from '../../../src/store/sketch/user-sketch.ts';

const usersFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, i) => `user_${first + i}`);

function sketchOf(users: readonly string[]): UserSketch {
  const sketch = new UserSketch();
  for (const user of users) sketch.add(user);
  return sketch;
}

describe('a sketch of users', () => {
  test.each([0, 1, 3, 150, 1000])('counts %i users exactly', count => {
    expect(sketchOf(usersFrom(0, count)).count()).toBe(count);
  });

  test('counts a user once, however often', () => {
    const sketch = sketchOf(['a', 'b', 'a', 'a']);
    expect(sketch.count()).toBe(2);
  });

  test.each([1500, 5000, 50_000, 200_000])(
    'counts %i users within five percent, three times its error',
    count => {
      const counted = sketchOf(usersFrom(0, count)).count();
      expect(Math.abs(counted - count) / count).toBeLessThan(0.05);
    },
  );

  test.each([1, 1000, 1001, 20_000])('is the same after it was written and read, with %i users', count => {
    const sketch = sketchOf(usersFrom(0, count));
    expect(UserSketch.from(sketch.toBuffer()).toBuffer()).toEqual(sketch.toBuffer());
  });

  test('never takes more than 4 KiB and a byte', () => {
    expect(sketchOf(usersFrom(0, 1000)).toBuffer().length).toBeLessThanOrEqual(4097);
    expect(sketchOf(usersFrom(0, 100_000)).toBuffer().length).toBe(4097);
  });

  test.each([
    [10, 20, 10],
    [900, 900, 300],
    [5000, 200, 100],
    [200, 5000, 100],
    [5000, 5000, 2500],
  ])('merges %i and %i users that overlap into what one sketch of all would be', (left, right, overlap) => {
    const [first, second] = [usersFrom(0, left), usersFrom(left - overlap, right)];
    const merged = sketchOf(first);
    merged.merge(sketchOf(second).toBuffer());
    expect(merged.count()).toBe(sketchOf([...first, ...second]).count());
  });

  test('forgets a user while there are few', () => {
    const sketch = sketchOf(['a', 'b', 'c']);
    sketch.remove('b');
    expect(sketch.count()).toBe(2);
  });
});
