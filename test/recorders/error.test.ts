import { describe, expect, it } from 'vitest';
import { createErrorRecorder } from '../../src/recorders/index.ts';
import { recordEvents } from '../support/recorded-events.ts';

const CONTEXT = { userId: 'u1', requestId: 'r1' };

function dataOf(error: unknown, about?: Record<string, unknown>) {
  const { events, recorded } = recordEvents();
  createErrorRecorder({ events }).record({ error, about, context: CONTEXT });
  return recorded[0]?.data;
}

class QuotaError extends Error {}

describe('the event of an error', () => {
  it('says what failed, where, for whom, and what was going on', () => {
    const { events, recorded } = recordEvents();
    const error = new RangeError('too far');
    createErrorRecorder({ events }).record({ error, about: { page: 7 }, context: CONTEXT });
    const { message, stack } = error;
    const data = { errorType: 'RangeError', message, stack, context: { page: 7 } };
    expect(recorded).toEqual([{ type: 'error', event: 'error', data, ...CONTEXT }]);
  });

  it('is of the type of its class, or of its code', () => {
    expect(dataOf(new QuotaError('used up'))).toMatchObject({ errorType: 'QuotaError' });
    expect(dataOf(Object.assign(new Error('gone'), { code: 'ENOENT' }))).toMatchObject({
      errorType: 'ENOENT',
    });
    expect(dataOf(new Error('plain'))).toMatchObject({ errorType: 'Error' });
    expect(dataOf({ name: 'Odd', message: 'no error at all' })).toEqual({
      errorType: 'Odd',
      message: 'no error at all',
    });
  });

  it('takes whatever is thrown', () => {
    expect(dataOf('a text')).toEqual({ errorType: 'string', message: 'a text' });
    expect(dataOf(undefined)).toMatchObject({ errorType: 'undefined' });
    expect(dataOf(null)).toMatchObject({ message: 'null (null)' });
  });

  it('names the causes, also where they go in a circle', () => {
    const inner = new TypeError('inner');
    const outer = new Error('outer', { cause: inner });
    expect(dataOf(outer)).toMatchObject({ context: { causes: ['TypeError: inner'] } });
    inner.cause = outer;
    expect(dataOf(outer)?.['context']).toMatchObject({ causes: expect.objectContaining({ length: 5 }) });
  });

  it('is made once of one error, however often that is caught', () => {
    const { events, recorded } = recordEvents();
    const recorder = createErrorRecorder({ events });
    const error = new Error('once');
    for (let i = 0; i < 3; i++) recorder.record({ error, context: undefined });
    expect(recorded).toHaveLength(1);
  });

  it('is bounded', () => {
    const data = dataOf(new Error('m'.repeat(1e6)), { huge: 'c'.repeat(1e6) });
    expect(JSON.stringify(data).length).toBeLessThan(64 * 1024);
  });
});
