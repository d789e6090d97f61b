import { describe, expect, it } from 'vitest';
import { aiErrorTypeOf } from '../../../src/hooks/ai/error-type.ts';
import { createObserved, readAll, samplesOf, streamOf, TARGET } from './observed.ts';

const hostile = (property: string) =>
  Object.defineProperty({}, property, {
    enumerable: true,
    get: () => {
      throw new Error(`hostile ${property}`);
    },
  });

describe('observeAiCall()', () => {
  it.each([
    ['a text', 'text'],
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['a function', () => 1],
  ])('gives back %s that a call returns without a promise', async (_what, answer) => {
    const { observeAiCall, recorded } = createObserved();
    expect(await observeAiCall(TARGET, () => answer)).toBe(answer);
    expect(await recorded()).toMatchObject({ calls: { success: 1 }, inFlight: 0 });
  });

  it.each<[what: string, call: (error: Error) => unknown]>([
    [
      'throws',
      error => {
        throw error;
      },
    ],
    ['rejects', error => Promise.reject(error)],
  ])('rejects with the very error where the call %s', async (_what, call) => {
    const { observeAiCall, recorded } = createObserved();
    const error = new Error('mine');
    await expect(observeAiCall(TARGET, () => call(error))).rejects.toBe(error);
    expect(await recorded()).toMatchObject({ calls: { error: 1 }, errors: { unknown: 1 }, inFlight: 0 });
  });

  it.each([undefined, null, 'text', 7, Object.create(null), hostile('status'), hostile('name')])(
    'rejects with whatever else the call throws',
    async thrown => {
      const { observeAiCall, recorded } = createObserved();
      const caught = await observeAiCall(TARGET, () => Promise.reject(thrown)).catch(error => ({ error }));
      expect((caught as { error: unknown }).error).toBe(thrown);
      expect(await recorded()).toMatchObject({ errors: { unknown: 1 }, inFlight: 0 });
    },
  );

  it('counts the tokens that an error tells of', async () => {
    const { observeAiCall, recorded } = createObserved();
    const error = Object.assign(new Error('No object generated.'), {
      usage: { inputTokens: 100, outputTokens: 50 },
    });
    await expect(observeAiCall(TARGET, () => Promise.reject(error))).rejects.toBe(error);
    const expected = { calls: { error: 1 }, tokens: { input: 100, output: 50 }, inFlight: 0 };
    expect(await recorded()).toMatchObject(expected);
  });

  it('takes the abort error of a client for one also where its class has lost its name', async () => {
    const { observeAiCall, recorded } = createObserved();
    const minified = new (class a extends Error {})('Request was aborted.');
    await expect(observeAiCall(TARGET, () => Promise.reject(minified))).rejects.toBe(minified);
    expect(await recorded()).toMatchObject({ calls: { abandoned: 1 }, errors: {}, inFlight: 0 });
  });

  it('hides from the application what goes wrong with a recorder', async () => {
    const fail = () => {
      throw new Error('recorder');
    };
    const { observeAiCall, logged } = createObserved(() => ({ begin: fail, record: fail }));
    expect(await observeAiCall(TARGET, () => 'answer')).toBe('answer');
    expect(await readAll(await observeAiCall(TARGET, () => streamOf(1, 2)))).toEqual([1, 2]);
    await expect(observeAiCall(TARGET, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    expect(logged).toHaveLength(1);
  });

  it('hides from the application what goes wrong with reading an answer or a chunk', async () => {
    const { observeAiCall, recorded, logged } = createObserved();
    for (const property of ['usage', 'usageMetadata', 'choices']) {
      const answer = hostile(property);
      expect(await observeAiCall(TARGET, () => answer)).toBe(answer);
      expect(await readAll(await observeAiCall(TARGET, () => streamOf(answer)))).toHaveLength(1);
    }
    expect(await recorded()).toMatchObject({ calls: { success: 6 }, inFlight: 0 });
    expect(logged).toHaveLength(3);
  });

  it('gives back a stream that cannot be changed, unobserved', async () => {
    const { observeAiCall, recorded, logged } = createObserved();
    const frozen = Object.freeze({ [Symbol.asyncIterator]: () => streamOf(1, 2) });
    expect(await observeAiCall(TARGET, () => frozen)).toBe(frozen);
    expect(await readAll(frozen)).toEqual([1, 2]);
    expect(await recorded()).toMatchObject({ calls: { success: 1 }, inFlight: 0 });
    expect(logged).toHaveLength(1);
  });

  it('observes a generator that is read by hand, with what is sent to it', async () => {
    const { observeAiCall, recorded } = createObserved();
    const echo = async function* (): AsyncGenerator<unknown, string, unknown> {
      const sent: unknown = yield 'first';
      yield sent;
      return 'end';
    };
    const generator = await observeAiCall(TARGET, echo);
    expect(await generator.next('ignored')).toEqual({ done: false, value: 'first' });
    expect(await generator.next('sent')).toEqual({ done: false, value: 'sent' });
    expect(await generator.next()).toEqual({ done: true, value: 'end' });
    expect(await recorded()).toMatchObject({ calls: { success: 1 }, tokens: { output: 2 } });
    const given = await observeAiCall(TARGET, echo);
    await given.next();
    expect(await given.return('enough')).toEqual({ done: true, value: 'enough' });
    const thrown = await observeAiCall(TARGET, echo);
    await thrown.next();
    await expect(thrown.throw(new Error('mine'))).rejects.toThrow('mine');
    expect(await recorded()).toMatchObject({ calls: { success: 1, abandoned: 2 }, inFlight: 0 });
  });

  it('counts calls that run at the same time each for itself', async () => {
    const { observeAiCall, recorded } = createObserved();
    const streams = await Promise.all(
      Array.from({ length: 20 }, (_, i) => observeAiCall(TARGET, () => streamOf(...'x'.repeat(i)))),
    );
    expect((await recorded()).inFlight).toBe(20);
    await Promise.all(streams.map(readAll));
    expect(await recorded()).toMatchObject({ calls: { success: 20 }, tokens: { output: 190 }, inFlight: 0 });
  });

  it('keeps the exposition readable whatever a model is called', async () => {
    const { observeAiCall, families } = createObserved();
    const models = [
      'a"b',
      'line\nbreak',
      'back\\slash',
      '} 1\n# EOF',
      '',
      '世界',
      '\u0000',
      '\ud800',
      'x'.repeat(5000),
    ];
    for (const model of models) await observeAiCall({ ...TARGET, model }, () => 'answer');
    const counted = samplesOf(await families(), 'ai_api_calls_total').filter(({ value }) => value > 0);
    expect(counted).toHaveLength(models.length);
    expect(counted.map(({ labels }) => labels['model'])).toEqual(expect.arrayContaining(models.slice(0, 6)));
    expect(counted.every(({ labels }) => labels['model']!.length < 1000)).toBe(true);
    expect(samplesOf(await families(), 'ai_api_calls_in_flight').every(({ value }) => value === 0)).toBe(
      true,
    );
  });

  it('goes on where the target is missing', async () => {
    const { observeAiCall, logged } = createObserved();
    for (const target of [undefined, null, {}, { provider: 'a' }, { ...TARGET, operation: null }]) {
      expect(await observeAiCall(target as never, () => 'answer')).toBe('answer');
    }
    expect(logged.length).toBeGreaterThan(0);
  });
});

describe('aiErrorTypeOf()', () => {
  const caused = (cause: unknown) => new Error('fetch failed', { cause });
  const withCode = (code: string) => Object.assign(new Error('failed'), { code });

  it.each([
    [new DOMException('The operation timed out', 'TimeoutError'), 'timeout'],
    [caused(withCode('UND_ERR_CONNECT_TIMEOUT')), 'timeout'],
    [caused(withCode('ETIMEDOUT')), 'timeout'],
    [caused(withCode('ECONNREFUSED')), 'network'],
    [caused(caused(withCode('ENOTFOUND'))), 'network'],
    [withCode('EPIPE'), 'network'],
    [{ statusCode: 429, message: 'Slow down.' }, 'rate_limit'],
    [
      Object.assign(new Error('Failed after 3 attempts.'), { lastError: { statusCode: 500 } }),
      'server_error',
    ],
    [{ status: 529, message: 'Busy.' }, 'overloaded'],
    [{ status: 413, message: 'Too large.' }, 'context_length'],
    [{ status: 400, message: 'prompt is too long: 9 tokens > 8 maximum' }, 'context_length'],
    [{ type: 'overloaded_error', message: 'Overloaded' }, 'overloaded'],
    [{ status: 429, code: 'RESOURCE_EXHAUSTED' }, 'rate_limit'],
    [new TypeError('x is not a function'), 'unknown'],
    [{ status: 'nonsense', code: 12, message: {} }, 'unknown'],
  ])('tells %o as %s', (error, type) => {
    expect(aiErrorTypeOf(error)).toBe(type);
  });

  it('ends for an error that is its own cause', () => {
    const error = new Error('round');
    error.cause = error;
    expect(aiErrorTypeOf(error)).toBe('unknown');
  });
});
