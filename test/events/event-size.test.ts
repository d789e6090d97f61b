import { describe, expect, test } from 'vitest';
import { EVENT_LIMITS } from '../../src/catalogue/index.ts';
import { measure } from '../../src/events/event-size.ts';

describe('the size of a value', () => {
  test.each([
    ['a text', 'abc', 0],
    ['a number', 5, 0],
    ['nothing', null, 0],
    ['an empty object', {}, 1],
    ['an object in a list', [{}], 2],
    ['a list in an object in an object', { a: { b: [] } }, 3],
  ])('%s has as many objects and lists inside of each other as it looks', (_, value, depth) => {
    expect(measure(value).depth).toBe(depth);
  });

  test.each(['abc', { a: 'x', b: [1, true, null], c: { d: 'text' } }, ['one', 'two', { three: 3 }]])(
    'is never more characters than its JSON has: %j',
    value => {
      expect(measure(value).characters).toBeLessThanOrEqual(JSON.stringify(value).length);
      expect(measure(value).characters).toBeGreaterThan(JSON.stringify(value).length / 2);
    },
  );

  test('is measured no further than the bounds: a circle ends there', () => {
    const circle: Record<string, unknown> = {};
    circle['itself'] = circle;
    expect(measure(circle).depth).toBe(EVENT_LIMITS.depth + 1);
  });

  test('of many texts stops soon after it is too much', () => {
    const texts = Array.from({ length: 1000 }, () => 'x'.repeat(1000));
    const { characters } = measure(texts);
    expect(characters).toBeGreaterThan(EVENT_LIMITS.eventBytes);
    expect(characters).toBeLessThan(EVENT_LIMITS.eventBytes + 2000);
  });
});
