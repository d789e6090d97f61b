import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createObserved, exposeGarbageCollector, readAll, streamOf, TARGET } from './observed.ts';

const USAGE = { inputTokens: 100, outputTokens: 50, cachedInputTokens: 40, reasoningTokens: 20 };
const TOKENS = { input: 60, output: 30, cache_read: 40, reasoning: 20 };
const PARTS = [
  { type: 'text-delta', text: 'Hel' },
  { type: 'text-delta', text: 'lo' },
  { type: 'finish', totalUsage: USAGE },
];
const SUCCEEDED = { calls: { success: 1 }, errors: {}, tokens: TOKENS, inFlight: 0 };

/** A result as the AI SDK makes it: its streams and promises are accessors of its class, and begin with their use. */
class StreamTextResult {
  used: string[] = [];
  readonly #error: Error | undefined;

  constructor(error?: Error) {
    this.#error = error;
  }

  get fullStream() {
    this.used.push('fullStream');
    return this.#error === undefined ? streamOf(...PARTS) : failing(this.#error);
  }

  get textStream() {
    this.used.push('textStream');
    return cancellingStream(['Hel', 'lo']) as AsyncIterable<string>;
  }

  get text(): Promise<string> {
    this.used.push('text');
    return this.#error === undefined ? setImmediate('Hello') : Promise.reject(this.#error);
  }

  get totalUsage(): Promise<object> {
    return Promise.resolve(USAGE);
  }
}

/** A web stream whose iterator cancels it also once it has been read to its end, as the AI SDK makes them. */
function cancellingStream(chunks: readonly unknown[]): AsyncIterable<unknown> {
  const stream = ReadableStream.from(chunks);
  const iterate = () => {
    const reader = stream.getReader();
    return {
      next: async () => {
        const { done, value } = await reader.read();
        if (done) await reader.cancel();
        return { done, value };
      },
      return: async (value?: unknown) => {
        await reader.cancel();
        return { done: true, value };
      },
    };
  };
  return Object.assign(stream, { [Symbol.asyncIterator]: iterate }) as unknown as AsyncIterable<unknown>;
}

async function* failing(error: Error): AsyncGenerator<object> {
  yield PARTS[0]!;
  throw error;
}

const usage = (): Promise<object> => Promise.resolve(USAGE);
const abort = (): Promise<object> => Promise.reject(new DOMException('Aborted.', 'AbortError'));
const noOutput = (): Promise<object> =>
  Promise.reject(Object.assign(new Error('No output generated.'), { name: 'AI_NoOutputGeneratedError' }));

async function observe<T>(result: T) {
  const { observeAiCall, recorded } = createObserved();
  expect(await observeAiCall(TARGET, () => result)).toBe(result);
  return recorded;
}

describe('a streamed result of the AI SDK', () => {
  it('is not begun to be read by being observed', async () => {
    const result = new StreamTextResult();
    const recorded = await observe(result);
    expect(result.used).toEqual([]);
    expect(await recorded()).toMatchObject({ calls: {}, inFlight: 1 });
  });

  it('is observed by its full stream', async () => {
    const result = new StreamTextResult();
    const recorded = await observe(result);
    expect(await readAll(result.fullStream)).toEqual(PARTS);
    await expect.poll(recorded).toEqual({ ...SUCCEEDED, firstTokens: 1 });
  });

  it('is observed by its stream of text, with the usage that the result tells', async () => {
    const result = new StreamTextResult();
    const recorded = await observe(result);
    expect(await readAll(result.textStream)).toEqual(['Hel', 'lo']);
    await expect.poll(recorded).toEqual({ ...SUCCEEDED, firstTokens: 1 });
  });

  it('is observed by a promise alone', async () => {
    const result = new StreamTextResult();
    const recorded = await observe(result);
    expect(await result.text).toBe('Hello');
    await expect.poll(recorded).toEqual({ ...SUCCEEDED, firstTokens: 0 });
  });

  it('is counted once where all of it is read', async () => {
    const result = new StreamTextResult();
    const recorded = await observe(result);
    const { fullStream, textStream, text } = result;
    await Promise.all([readAll(fullStream), readAll(textStream), text]);
    await expect.poll(recorded).toEqual({ ...SUCCEEDED, firstTokens: 1 });
  });

  it('is abandoned where it is dropped unread, and not where its stream is kept', async () => {
    const collectGarbage = exposeGarbageCollector();
    const { observeAiCall, recorded } = createObserved();
    const begin = () => observeAiCall(TARGET, () => new StreamTextResult());
    const kept = await (async () => {
      await begin();
      return (await begin()).textStream;
    })();
    const state = async () => {
      collectGarbage();
      return recorded();
    };
    await expect.poll(state, { timeout: 10_000 }).toMatchObject({ calls: { abandoned: 1 }, inFlight: 1 });
    expect(await readAll(kept)).toEqual(['Hel', 'lo']);
    const calls = { abandoned: 1, success: 1 };
    await expect.poll(recorded).toMatchObject({ calls, tokens: TOKENS, inFlight: 0 });
  });

  it.each<[string, (result: StreamTextResult) => Promise<unknown>]>([
    ['stream', result => readAll(result.fullStream)],
    ['promise', result => result.text],
  ])('fails with the error of its %s', async (_what, read) => {
    const error = Object.assign(new Error('Slow down.'), { statusCode: 429 });
    const result = new StreamTextResult(error);
    const recorded = await observe(result);
    await expect(read(result)).rejects.toBe(error);
    await expect
      .poll(recorded)
      .toMatchObject({ calls: { error: 1 }, errors: { rate_limit: 1 }, inFlight: 0 });
  });

  it('is abandoned where the reader leaves its stream', async () => {
    const result = new StreamTextResult();
    const recorded = await observe(result);
    for await (const _ of result.fullStream) break;
    expect(await recorded()).toMatchObject({ calls: { abandoned: 1 }, tokens: { output: 1 }, inFlight: 0 });
  });

  it('fails with the error that its full stream tells, and keeps the usage', async () => {
    const error = Object.assign(new Error('Slow down.'), { statusCode: 429 });
    const result = {
      fullStream: cancellingStream([PARTS[0], { type: 'error', error }]),
      totalUsage: Promise.resolve(USAGE),
    };
    const recorded = await observe(result);
    expect(await readAll(result.fullStream)).toHaveLength(2);
    const failed = { calls: { error: 1 }, errors: { rate_limit: 1 }, tokens: TOKENS, inFlight: 0 };
    await expect.poll(recorded).toMatchObject(failed);
  });

  it.each([
    ['no output was generated', [], noOutput, undefined, { calls: { error: 1 }, errors: { unknown: 1 } }],
    ['it was aborted', ['Hel'], abort, undefined, { calls: { abandoned: 1 }, tokens: { output: 1 } }],
    ['version 5 was aborted', ['Hel'], noOutput, undefined, { calls: { abandoned: 1 } }],
    ['it ended with an error', ['Hel'], usage, 'error', { calls: { error: 1 }, tokens: TOKENS }],
    ['it was cut at its length', ['Hel'], usage, 'length', { calls: { success: 1 }, tokens: TOKENS }],
  ])(
    'is judged by what it tells after its stream of text: %s',
    async (_what, chunks, end, reason, expected) => {
      const result = {
        textStream: cancellingStream(chunks),
        get totalUsage() {
          return end();
        },
        finishReason: Promise.resolve(reason),
      };
      const recorded = await observe(result);
      expect(await readAll(result.textStream)).toEqual(chunks);
      await expect.poll(recorded).toMatchObject({ ...expected, inFlight: 0 });
    },
  );

  it('is abandoned where its full stream tells that it was aborted', async () => {
    const result = { fullStream: cancellingStream([PARTS[0], { type: 'abort' }]), totalUsage: usage() };
    const recorded = await observe(result);
    await readAll(result.fullStream);
    await expect.poll(recorded).toMatchObject({ calls: { abandoned: 1 }, errors: {}, inFlight: 0 });
  });

  it.each([
    'partialObjectStream',
    'elementStream',
    'partialOutputStream',
    'experimental_partialOutputStream',
  ])('is observed by %s, whose objects are not looked into', async name => {
    const objects = [{ type: 'error' }, { type: 'finish', usage: { tokens: 7 } }];
    const result = { textStream: streamOf(), [name]: cancellingStream(objects), usage: usage() };
    const recorded = await observe(result);
    expect(await readAll(result[name] as AsyncIterable<unknown>)).toEqual(objects);
    await expect.poll(recorded).toEqual({ ...SUCCEEDED, firstTokens: 1 });
  });

  it('gives a stream that cannot be changed, unobserved', async () => {
    const frozen = Object.freeze({ [Symbol.asyncIterator]: () => streamOf(1) });
    const recorded = await observe({ textStream: frozen, fullStream: frozen });
    expect(await recorded()).toMatchObject({ inFlight: 1 });
    const { observeAiCall, recorded: after, logged } = createObserved();
    const { textStream } = await observeAiCall(TARGET, () => ({ textStream: frozen }));
    expect(textStream).toBe(frozen);
    expect(await after()).toMatchObject({ calls: { success: 1 }, inFlight: 0 });
    expect(logged).toHaveLength(1);
  });
});

describe('usage of the AI SDK', () => {
  it.each([
    ['version 5', { usage: USAGE }, TOKENS],
    ['several steps', { usage: { inputTokens: 1, outputTokens: 1 }, totalUsage: USAGE }, TOKENS],
    [
      'version 6',
      {
        usage: {
          inputTokens: 100,
          inputTokenDetails: { noCacheTokens: 55, cacheReadTokens: 40, cacheWriteTokens: 5 },
          outputTokens: 50,
          outputTokenDetails: { textTokens: 30, reasoningTokens: 20 },
          cachedInputTokens: 40,
          reasoningTokens: 20,
        },
      },
      { input: 55, output: 30, cache_read: 40, cache_write: 5, reasoning: 20 },
    ],
    ['version 4', { usage: { promptTokens: 8, completionTokens: 3 } }, { input: 8, output: 3 }],
    ['embeddings', { usage: { tokens: 8 } }, { input: 8 }],
  ])('is counted by kinds that are disjoint: %s', async (_what, answer, tokens) => {
    const recorded = await observe({ text: 'Hello', ...answer });
    expect((await recorded()).tokens).toEqual(tokens);
  });
});

describe('answers of the older client of Gemini', () => {
  const usageMetadata = { promptTokenCount: 9, candidatesTokenCount: 4 };
  const tokens = { input: 9, output: 4 };
  const chunk = { candidates: [{ content: {}, finishReason: 'STOP' }], usageMetadata };

  it('are counted whole', async () => {
    const recorded = await observe({ response: { usageMetadata } });
    expect(await recorded()).toMatchObject({ calls: { success: 1 }, tokens });
  });

  it.each<
    [string, (result: { stream: AsyncIterable<unknown>; response: Promise<unknown> }) => Promise<unknown>]
  >([
    ['stream', ({ stream }) => readAll(stream)],
    ['response', ({ response }) => response],
    ['stream and response', ({ stream, response }) => Promise.all([readAll(stream), response])],
  ])('are counted by their %s', async (_what, read) => {
    const result = { stream: streamOf(chunk), response: Promise.resolve({ usageMetadata }) };
    const recorded = await observe(result);
    expect((await recorded()).inFlight).toBe(1);
    await read(result);
    await expect.poll(recorded).toMatchObject({ calls: { success: 1 }, tokens, inFlight: 0 });
  });
});
