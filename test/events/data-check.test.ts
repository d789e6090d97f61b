import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineEventType } from '../../src/catalogue/events/definition.ts';
import { eventTypes } from '../../src/catalogue/index.ts';
import { isCertainlyRight } from '../../src/events/data-check.ts';

const types = Object.values(eventTypes);

/** What fields are given, right and wrong. */
const values = fc.oneof(
  fc.constantFrom('success', 'error', '', 'GET', null, undefined, true, 0, -0, 1, 99.5, 200, 600, -1),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 1n, [], {}, new Date(), Object.create(null)),
  fc.anything({ maxDepth: 1 }),
);

const dataOf = (names: readonly string[]) =>
  fc
    .array(fc.tuple(fc.constantFrom(...names, 'other'), values), { maxLength: 4 })
    .map(entries => Object.fromEntries(entries));

describe('data that are right beyond doubt', () => {
  test.each(types.map(type => [type.type, type] as const))(
    'of the type %s are right for zod too',
    (_, type) => {
      const names = Object.keys(type.data.shape);
      fc.assert(
        fc.property(dataOf(names), data => {
          if (isCertainlyRight(type, data)) expect(type.data.safeParse(data).success).toBe(true);
        }),
        { numRuns: 500 },
      );
    },
  );

  test.each<[string, Record<string, unknown>]>([
    [
      'chat',
      { userMessage: 'hi', tokensUsed: 12, model: 'm', duration: 0.5, status: 'error', streamed: true },
    ],
    [
      'tool',
      { toolName: 't', args: { a: 1 }, result: 'success', output: [1], executionTime: 3, exitCode: null },
    ],
    ['session', { config: {}, workspaceSize: 1, expiresAt: 'soon', duration: 0 }],
    ['error', { errorType: 'E', message: 'm', stack: 's', context: {} }],
    ['message', { userName: 'u', messageText: 't', responseTime: 1, status: 'error' }],
    [
      'request',
      { method: 'GET', path: '/', statusCode: 200, processTime: 0.1, apiKeyId: null, clientIp: 'x' },
    ],
    ['system', { cpuUsage: 1, memoryUsage: 2, queueLength: null, activeRequests: 0 }],
  ])('are those of an ordinary event of the type %s', (type, data) => {
    const definition = types.find(each => each.type === type)!;
    expect(isCertainlyRight(definition, data)).toBe(true);
    expect(isCertainlyRight(definition, { ...data, more: 1 })).toBe(true);
  });

  test('are never those of a form that it does not know', () => {
    const type = defineEventType({
      type: 'odd',
      help: 'For the test.',
      events: ['odd'],
      data: z.looseObject({
        code: z.string().min(2).optional(),
        counts: z.record(z.string(), z.number()).optional(),
        flags: z.strictObject({}).optional(),
      }),
      content: [],
      personal: [],
      since: '0.1.0',
    });
    expect(isCertainlyRight(type, { code: 'long enough' })).toBe(false);
    expect(isCertainlyRight(type, { counts: { a: 'no number' } })).toBe(false);
    expect(isCertainlyRight(type, { flags: { more: 1 } })).toBe(false);
    expect(isCertainlyRight(type, {})).toBe(true);
  });
});
