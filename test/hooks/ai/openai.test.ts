import type OpenAI from 'openai';
import { Stream } from 'openai/core/streaming';
import { describe, expect, it } from 'vitest';
import { createObserved, exposeGarbageCollector, readAll, TARGET } from './observed.ts';
import {
  chunkOf,
  createProvider,
  endEvents,
  OPENING,
  sendEvents,
  sendJson,
  TOKENS,
  USAGE,
} from './provider.ts';

const CHAT = { model: 'gpt-test', messages: [{ role: 'user' as const, content: 'Hi' }] };
const NOTHING = { calls: {}, errors: {}, tokens: {}, firstTokens: 0, inFlight: 0 };

const stream = (client: OpenAI, options = {}) =>
  client.chat.completions.create({ ...CHAT, stream: true, stream_options: { include_usage: true } }, options);

/** A provider that streams the opening, the usage, and the end. */
const whole = () =>
  createProvider((_request, response) => {
    sendEvents(response, [...OPENING, chunkOf({}, { choices: [], usage: USAGE })]);
    endEvents(response);
  });
/** A provider that streams the opening and stops there. */
const endless = () => createProvider((_request, response) => sendEvents(response, OPENING));

const ABANDONED = { ...NOTHING, calls: { abandoned: 1 }, tokens: { output: 3 }, firstTokens: 1 };
const SUCCEEDED = { ...NOTHING, calls: { success: 1 }, tokens: TOKENS, firstTokens: 1 };

describe('a call with the openai client', () => {
  it('gives the whole answer back, and counts its tokens by kind', async () => {
    const client = await createProvider((_request, response) =>
      sendJson(response, 200, { id: 'c1', choices: [{ message: { content: 'Hello' } }], usage: USAGE }),
    );
    const { observeAiCall, recorded } = createObserved();
    const answer = await observeAiCall(TARGET, () => client.chat.completions.create(CHAT));
    expect(answer.choices[0]?.message.content).toBe('Hello');
    expect(await recorded()).toEqual({ ...SUCCEEDED, firstTokens: 0 });
  });

  it('gives the same stream back, and counts the usage that it ends with', async () => {
    const client = await whole();
    const { observeAiCall, recorded } = createObserved();
    let made: unknown;
    const answer = await observeAiCall(TARGET, async () => {
      const created = await stream(client);
      made = created;
      return created;
    });
    expect(answer).toBe(made);
    expect(answer).toBeInstanceOf(Stream);
    expect(answer.controller).toBeInstanceOf(AbortController);
    expect((await recorded()).inFlight).toBe(1);
    const chunks = await readAll(answer);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('Hello!');
    expect(await recorded()).toEqual(SUCCEEDED);
  });

  it('counts the chunks where a stream reports no usage', async () => {
    const client = await createProvider((_request, response) => {
      sendEvents(response, OPENING);
      endEvents(response);
    });
    const { observeAiCall, recorded } = createObserved();
    await readAll(await observeAiCall(TARGET, () => stream(client)));
    expect(await recorded()).toEqual({ ...SUCCEEDED, tokens: { output: 3 } });
  });

  it('counts a stream of tool calls only, its first token included', async () => {
    const call = (args: string) => chunkOf({ tool_calls: [{ index: 0, function: { arguments: args } }] });
    const client = await createProvider((_request, response) => {
      sendEvents(response, [chunkOf({ role: 'assistant', content: null }), call('{"a"'), call(':1}')]);
      endEvents(response);
    });
    const { observeAiCall, recorded } = createObserved();
    await readAll(await observeAiCall(TARGET, () => stream(client)));
    expect(await recorded()).toEqual({ ...SUCCEEDED, tokens: { output: 2 } });
  });

  it('counts a stream as abandoned where its controller is aborted, though it ends quietly', async () => {
    const { observeAiCall, recorded } = createObserved();
    const answer = await observeAiCall(TARGET, async () => stream(await endless()));
    for await (const { choices } of answer) if (choices[0]?.delta.content === '!') answer.controller.abort();
    expect(await recorded()).toEqual(ABANDONED);
  });

  it('counts a stream as abandoned where the signal of the caller aborts it', async () => {
    const { observeAiCall, recorded } = createObserved();
    const controller = new AbortController();
    const answer = await observeAiCall(TARGET, async () =>
      stream(await endless(), { signal: controller.signal }),
    );
    for await (const { choices } of answer) if (choices[0]?.delta.content === '!') controller.abort();
    expect(await recorded()).toEqual(ABANDONED);
  });

  it('counts a call as abandoned where it is aborted before its answer', async () => {
    const client = await createProvider(() => {});
    const { observeAiCall, recorded } = createObserved();
    const controller = new AbortController();
    const answer = observeAiCall(TARGET, () => stream(client, { signal: controller.signal }));
    setImmediate(() => controller.abort());
    await expect(answer).rejects.toThrow('aborted');
    expect(await recorded()).toEqual({ ...NOTHING, calls: { abandoned: 1 } });
  });

  it('counts a stream as abandoned where the reader breaks out of the loop', async () => {
    const { observeAiCall, recorded } = createObserved();
    const answer = await observeAiCall(TARGET, async () => stream(await endless()));
    for await (const { choices } of answer) if (choices[0]?.delta.content === '!') break;
    expect(answer.controller.signal.aborted).toBe(true);
    expect(await recorded()).toEqual(ABANDONED);
  });

  it('counts a stream as abandoned where the body of the loop throws, which it throws on', async () => {
    const { observeAiCall, recorded } = createObserved();
    const answer = await observeAiCall(TARGET, async () => stream(await endless()));
    const read = async () => {
      for await (const { choices } of answer) if (choices[0]?.delta.content === '!') throw new Error('mine');
    };
    await expect(read()).rejects.toThrow('mine');
    expect(await recorded()).toEqual(ABANDONED);
  });

  it('counts a connection that breaks half-way as an error of the network', async () => {
    const client = await createProvider((_request, response) => {
      sendEvents(response, OPENING);
      setTimeout(() => response.destroy(), 50);
    });
    const { observeAiCall, recorded } = createObserved();
    const answer = await observeAiCall(TARGET, () => stream(client));
    await expect(readAll(answer)).rejects.toThrow('terminated');
    const expected = { calls: { error: 1 }, errors: { network: 1 }, tokens: { output: 3 } };
    expect(await recorded()).toEqual({ ...NOTHING, ...expected, firstTokens: 1 });
  });

  it('counts an error that the provider sends in the stream', async () => {
    const client = await createProvider((_request, response) => {
      sendEvents(response, [...OPENING, { error: { type: 'server_error', message: 'Sorry about that!' } }]);
      endEvents(response);
    });
    const { observeAiCall, recorded } = createObserved();
    await expect(readAll(await observeAiCall(TARGET, () => stream(client)))).rejects.toThrow('Sorry');
    expect((await recorded()).errors).toEqual({ server_error: 1 });
  });

  it.each([
    [400, { code: 'context_length_exceeded', message: 'This model takes 8 tokens.' }, 'context_length'],
    [400, { code: 'content_filter', message: 'Refused.' }, 'content_filter'],
    [400, { message: 'Unknown parameter.' }, 'invalid_request'],
    [401, { code: 'invalid_api_key', message: 'Wrong key.' }, 'authentication'],
    [403, { message: 'Not in your country.' }, 'permission'],
    [404, { code: 'model_not_found', message: 'No such model.' }, 'not_found'],
    [408, { message: 'Too late.' }, 'timeout'],
    [429, { type: 'requests', code: 'rate_limit_exceeded', message: 'Slow down.' }, 'rate_limit'],
    [429, { code: 'insufficient_quota', message: 'Pay.' }, 'rate_limit'],
    [500, { type: 'server_error', message: 'Sorry.' }, 'server_error'],
    [502, { message: 'Bad gateway.' }, 'server_error'],
    [503, { type: 'server_error', message: 'The engine is currently overloaded.' }, 'overloaded'],
    [503, { type: 'server_error', message: 'Later.' }, 'overloaded'],
    [418, { message: 'A teapot.' }, 'unknown'],
  ])('counts status %i with %j as %s', async (status, error, type) => {
    const client = await createProvider((_request, response) => sendJson(response, status, { error }));
    const { observeAiCall, recorded } = createObserved();
    await expect(observeAiCall(TARGET, () => stream(client))).rejects.toMatchObject({ status });
    expect(await recorded()).toEqual({ ...NOTHING, calls: { error: 1 }, errors: { [type]: 1 } });
  });

  it('counts a provider that does not answer in time, and one that is not there', async () => {
    const silent = await createProvider(() => {});
    const absent = silent.withOptions({ baseURL: 'http://127.0.0.1:1/v1' });
    const { observeAiCall, recorded } = createObserved();
    await expect(observeAiCall(TARGET, () => stream(silent, { timeout: 50 }))).rejects.toThrow('timed out');
    await expect(observeAiCall(TARGET, () => stream(absent))).rejects.toThrow('Connection error');
    expect((await recorded()).errors).toEqual({ timeout: 1, network: 1 });
  });

  it('observes what tee() splits once, and what toReadableStream() gives', async () => {
    const client = await whole();
    const teed = createObserved();
    const [left, right] = (await teed.observeAiCall(TARGET, () => stream(client))).tee();
    expect(await readAll(left)).toEqual(await readAll(right));
    expect(await teed.recorded()).toEqual(SUCCEEDED);
    const readable = createObserved();
    const answer = await readable.observeAiCall(TARGET, () => stream(client));
    await readAll(answer.toReadableStream() as unknown as AsyncIterable<unknown>);
    expect(await readable.recorded()).toEqual(SUCCEEDED);
  });

  it('observes the stream and the answer that withResponse() gives', async () => {
    const client = await whole();
    const streamed = createObserved();
    const { data, response } = await streamed.observeAiCall(TARGET, () => stream(client).withResponse());
    expect(response.status).toBe(200);
    await readAll(data);
    expect(await streamed.recorded()).toEqual(SUCCEEDED);
    const plain = await createProvider((_request, res) => sendJson(res, 200, { choices: [], usage: USAGE }));
    const observed = createObserved();
    await observed.observeAiCall(TARGET, () => plain.chat.completions.create(CHAT).withResponse());
    expect((await observed.recorded()).tokens).toEqual(TOKENS);
  });

  it('counts streams that are dropped, begun or not, as abandoned once they are collected, and none that is being read', async () => {
    const collectGarbage = exposeGarbageCollector();
    const client = await endless();
    const { observeAiCall, recorded } = createObserved();
    const reader = (await observeAiCall(TARGET, () => stream(client)))[Symbol.asyncIterator]();
    await reader.next();
    await (async () => {
      await observeAiCall(TARGET, () => stream(client));
      const begun = await observeAiCall(TARGET, () => stream(client));
      await begun[Symbol.asyncIterator]().next();
    })();
    const state = async () => {
      collectGarbage();
      return recorded();
    };
    await expect.poll(state, { timeout: 10_000 }).toMatchObject({ calls: { abandoned: 2 }, inFlight: 1 });
    await reader.return?.();
    expect(await recorded()).toMatchObject({ calls: { abandoned: 3 }, inFlight: 0 });
  });
});
