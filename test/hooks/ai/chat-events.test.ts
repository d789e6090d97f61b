import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../../src/catalogue/index.ts';
import { runInContext } from '../../../src/events/index.ts';
import { createAiHook } from '../../../src/hooks/ai/index.ts';
import { createRegistry } from '../../../src/metrics/index.ts';
import { createAiCallRecorder, createProblemRecorder } from '../../../src/recorders/index.ts';
import { recordEvents } from '../../support/recorded-events.ts';
import { readAll, streamOf, TARGET } from './observed.ts';
import { chunkOf, createProvider, endEvents, OPENING, sendEvents, sendJson, USAGE } from './provider.ts';

const CONTEXT = { userId: 'u1', sessionId: 's1', requestId: 'r1' };
const MESSAGES = [
  { role: 'system' as const, content: 'Be brief.' },
  { role: 'user' as const, content: 'Say hello' },
];
const CHAT = { model: 'gpt-test', messages: MESSAGES };

function setUp() {
  const { events, recorded } = recordEvents();
  const registry = createRegistry();
  const prices = { openai: { 'gpt-test': { input: 1, output: 2 } } };
  const recorder = createAiCallRecorder(registry, buildCatalogue(), { events, prices });
  const problem = createProblemRecorder(registry, () => {});
  return { observeAiCall: createAiHook({ recorder, problem }), recorded };
}

const whole = () =>
  createProvider((_request, response) =>
    sendJson(response, 200, { id: 'c1', choices: [{ message: { content: 'Hello!' } }], usage: USAGE }),
  );
const streaming = (chunks: readonly object[], isEnded = true) =>
  createProvider((_request, response) => {
    sendEvents(response, chunks);
    if (isEnded) endEvents(response);
  });

describe('the event of a call with the openai client', () => {
  it('tells what was asked and answered, by whom, how long it took and what it cost', async () => {
    const client = await whole();
    const { observeAiCall, recorded } = setUp();
    await runInContext(CONTEXT, () =>
      observeAiCall(TARGET, () => client.chat.completions.create(CHAT), { prompt: MESSAGES }),
    );
    expect(recorded).toEqual([
      {
        type: 'chat',
        event: 'message',
        ...CONTEXT,
        data: {
          userMessage: 'Say hello',
          messageLength: 9,
          assistantResponse: 'Hello!',
          responseLength: 6,
          tokensUsed: 150,
          model: 'gpt-test',
          duration: expect.any(Number),
          provider: 'openai',
          status: 'success',
          streamed: false,
          costUsd: expect.closeTo((100 * 1 + 50 * 2) / 1e6, 12),
        },
      },
    ]);
  });

  it('puts a streamed answer together, of the context in which the call began', async () => {
    const client = await streaming([...OPENING, chunkOf({}, { choices: [], usage: USAGE })]);
    const { observeAiCall, recorded } = setUp();
    const chunks = await runInContext(CONTEXT, () =>
      observeAiCall(TARGET, () => client.chat.completions.create({ ...CHAT, stream: true }), {
        prompt: 'Hi',
      }),
    );
    expect(recorded).toEqual([]);
    await readAll(chunks);
    expect(recorded).toMatchObject([
      {
        ...CONTEXT,
        data: {
          userMessage: 'Hi',
          assistantResponse: 'Hello!',
          responseLength: 6,
          tokensUsed: 150,
          streamed: true,
          timeToFirstToken: expect.any(Number),
        },
      },
    ]);
  });

  it('is made of the stream helper too, whose whole answer is not told twice', async () => {
    const client = await streaming([
      ...OPENING,
      chunkOf({}, { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
    ]);
    const { observeAiCall, recorded } = setUp();
    const stream = await observeAiCall(TARGET, () => client.chat.completions.stream(CHAT));
    await stream.done();
    await expect
      .poll(() => recorded)
      .toMatchObject([{ data: { assistantResponse: 'Hello!', status: 'success' } }]);
  });

  it('of a stream that is given up has what came until then', async () => {
    const client = await streaming(OPENING, false);
    const { observeAiCall, recorded } = setUp();
    const stream = await observeAiCall(TARGET, () =>
      client.chat.completions.create({ ...CHAT, stream: true }),
    );
    for await (const { choices } of stream) if (choices[0]?.delta.content === 'lo') break;
    expect(recorded).toMatchObject([{ data: { assistantResponse: 'Hello', status: 'abandoned' } }]);
    expect(recorded[0]?.data).not.toHaveProperty('userMessage');
  });

  it('of a call that fails comes with an error', async () => {
    const client = await createProvider((_request, response) =>
      sendJson(response, 429, { error: { message: 'slow down', code: 'rate_limit_exceeded' } }),
    );
    const { observeAiCall, recorded } = setUp();
    const call = () => client.chat.completions.create(CHAT);
    const calling = runInContext(CONTEXT, () => observeAiCall(TARGET, call, { prompt: MESSAGES }));
    await expect(calling).rejects.toThrow('slow down');
    expect(recorded).toMatchObject([
      { type: 'chat', data: { userMessage: 'Say hello', status: 'error' } },
      {
        type: 'error',
        event: 'error',
        ...CONTEXT,
        data: {
          errorType: 'RateLimitError',
          message: expect.stringContaining('slow down'),
          context: { provider: 'openai', model: 'gpt-test', operation: 'chat', kind: 'rate_limit' },
        },
      },
    ]);
    expect(recorded[0]?.data).not.toHaveProperty('assistantResponse');
  });

  it('is not made of embeddings, but for the error of one that fails', async () => {
    const { observeAiCall, recorded } = setUp();
    const target = { ...TARGET, operation: 'embeddings' };
    await observeAiCall(target, () => ({ data: [] }));
    const fail = () => Promise.reject(new Error('no'));
    await expect(observeAiCall(target, fail)).rejects.toThrow('no');
    expect(recorded).toMatchObject([{ type: 'error', data: { context: { operation: 'embeddings' } } }]);
  });
});

describe('what is kept of an answer', () => {
  it('is its beginning, and the length of all of it', async () => {
    const { observeAiCall, recorded } = setUp();
    const piece = 'x'.repeat(30_000);
    await readAll(await observeAiCall(TARGET, () => streamOf(...Array.from({ length: 10 }, () => piece))));
    const data = recorded[0]?.data as { assistantResponse: string; responseLength: number };
    expect(data.responseLength).toBe(300_000);
    expect(data.assistantResponse).toHaveLength(64 * 1024);
  });

  it('is nothing, and prompts are not even asked for, where no events are made', async () => {
    const registry = createRegistry();
    const recorder = createAiCallRecorder(registry, buildCatalogue());
    const observeAiCall = createAiHook({ recorder, problem: createProblemRecorder(registry, () => {}) });
    let asked = 0;
    await observeAiCall(TARGET, () => 'answer', { prompt: () => `asked ${++asked} times` });
    expect(asked).toBe(0);
  });
});
