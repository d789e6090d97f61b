import { describe, expect, test } from 'vitest';
import { createUuidV7, createUuidV7From, UUID_PATTERN } from '../src/ids.ts';

const TIME_MS = Date.parse('2026-11-20T12:00:00.123Z');
const timeOf = (id: string) => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

describe('an id of a time', () => {
  test.each([
    ['random', createUuidV7],
    ['of a seed', (timeMs: number) => createUuidV7From(timeMs, 'seed')],
  ])('that is %s is a UUID of version 7 with the time in front', (_, create) => {
    const id = create(TIME_MS);
    expect(id).toMatch(UUID_PATTERN);
    expect(id).toMatch(/^.{14}7.{4}[89ab]/);
    expect(timeOf(id)).toBe(TIME_MS);
  });

  test('is another one each time, but the same for the same seed', () => {
    expect(createUuidV7(TIME_MS)).not.toBe(createUuidV7(TIME_MS));
    const id = createUuidV7From(TIME_MS, 'seed');
    createUuidV7(TIME_MS);
    expect(createUuidV7From(TIME_MS, 'seed')).toBe(id);
    expect(createUuidV7From(TIME_MS, 'another')).not.toBe(id);
    expect(createUuidV7From(TIME_MS + 1, 'seed')).not.toBe(id);
  });
});
