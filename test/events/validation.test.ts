import { describe, expect, test } from 'vitest';
import { EVENT_LIMITS, EVENT_TYPES } from '../../src/catalogue/index.ts';
import { validateEvent } from '../../src/events/index.ts';
import { eventTypeOf } from '../../src/events/validation.ts';

const okOf = (input: unknown) => {
  const result = validateEvent(input);
  return 'ok' in result ? result.ok : result;
};
const errorOf = (input: unknown) => {
  const result = validateEvent(input);
  return 'error' in result ? result.error : result;
};

describe('an event that is right', () => {
  test('needs a type and nothing else', () => {
    expect(okOf({ type: 'game.over' })).toEqual({
      type: 'game.over',
      id: undefined,
      sessionId: null,
      userId: null,
      event: undefined,
      data: undefined,
      timestamp: undefined,
    });
  });

  test('loses fields that events do not have, and keeps those of its data that the catalogue does not know', () => {
    const ok = okOf({ type: 'chat', more: 1, data: { model: 'm', mood: 'good' } });
    expect(ok).not.toHaveProperty('more');
    expect(ok).toMatchObject({ data: { model: 'm', mood: 'good' } });
  });

  test('may have empty ids, which are none', () => {
    expect(okOf({ type: 'x', id: '', sessionId: '', userId: '' })).toMatchObject({
      id: undefined,
      sessionId: null,
      userId: null,
    });
  });

  test('may have any data where its type is custom', () => {
    expect(okOf({ type: 'x', data: { duration: 'long' } })).toMatchObject({ data: { duration: 'long' } });
    expect(okOf({ type: 'constructor', data: { a: 1 } })).toMatchObject({ type: 'constructor' });
  });

  test('has ids and a name that are as long as they may be', () => {
    const id = 'i'.repeat(EVENT_LIMITS.idLength);
    expect(okOf({ type: 't'.repeat(64), id, event: 'e:1-2.3_4' })).toMatchObject({ id, event: 'e:1-2.3_4' });
  });
});

describe('an event that is wrong', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['an amount that is a text', { type: 'chat', data: { duration: '5' } }, 'data.duration', 'type number'],
    ['an amount below 0', { type: 'chat', data: { costUsd: -0.1 } }, 'data.costUsd', 'at least 0'],
    [
      'a share above 100',
      { type: 'system', data: { cpuUsage: 101, memoryUsage: 1 } },
      'data.cpuUsage',
      '100',
    ],
    ['a field that is missing', { type: 'system', data: { cpuUsage: 1 } }, 'data.memoryUsage', 'number'],
    ['another choice', { type: 'tool', data: { result: 'ok' } }, 'data.result', 'success, error'],
    ['a text that is an object', { type: 'error', data: { message: {} } }, 'data.message', 'type string'],
    ['a long type', { type: 't'.repeat(65) }, 'type', 'up to 63 letters'],
    ['a type that begins with a digit', { type: '1st' }, 'type', 'a letter'],
    ['a type of two lines', { type: 'x\n' }, 'type', 'a letter'],
    ['a session that is a number', { type: 'x', sessionId: 7 }, 'sessionId', '1 to 200 characters'],
  ])('%s: the field and what it should be are named', (_, input, field, expected) => {
    expect(errorOf(input)).toMatchObject({ code: 'EVENT_INVALID', field });
    expect(errorOf(input)).toHaveProperty('expected', expect.stringContaining(expected));
  });

  test('is described by the kind and size of what was found', () => {
    const found = (duration: unknown) => errorOf({ type: 'chat', data: { duration } });
    expect(found('12 s')).toMatchObject({ found: 'a text of 4 characters' });
    expect(found([1, 2])).toMatchObject({ found: 'a list of 2' });
    expect(found(null)).toMatchObject({ found: 'null' });
    expect(found(-3)).toMatchObject({ found: 'a number' });
  });
});

test('every type of the catalogue is known by its name, and no other is', () => {
  for (const { type } of EVENT_TYPES) expect(eventTypeOf(type)?.type).toBe(type);
  for (const type of ['custom', 'toString', '__proto__', 'Chat']) expect(eventTypeOf(type)).toBeUndefined();
});
