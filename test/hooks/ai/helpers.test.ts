import { EventEmitter, once } from 'node:events';
import type OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { createObserved, readAll, streamOf, TARGET } from './observed.ts';
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
const FINISH = chunkOf({}, { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
const SUCCEEDED = { calls: { success: 1 }, errors: {}, tokens: TOKENS, firstTokens: 1, inFlight: 0 };

const helper = (client: OpenAI) =>
  client.chat.completions.stream({ ...CHAT, stream_options: { include_usage: true } });

const whole = () =>
  createProvider((_request, response) => {
    sendEvents(response, [...OPENING, FINISH, chunkOf({}, { choices: [], usage: USAGE })]);
    endEvents(response);
  });

describe('the stream() helper of the openai client', () => {
  it('is observed where only the final answer is awaited', async () => {
    const client = await whole();
    const { observeAiCall, recorded } = createObserved();
    const stream = await observeAiCall(TARGET, () => helper(client));
    expect((await recorded()).inFlight).toBe(1);
    const answer = await stream.finalChatCompletion();
    expect(answer.choices[0]?.message.content).toBe('Hello!');
    expect(await recorded()).toEqual(SUCCEEDED);
  });

  it('is observed once where it is iterated, and where the result is awaited after that', async () => {
    const client = await whole();
    const { observeAiCall, recorded } = createObserved();
    const stream = await observeAiCall(TARGET, () => helper(client));
    expect(await readAll(stream)).toHaveLength(6);
    expect(await stream.finalContent()).toBe('Hello!');
    expect(await recorded()).toEqual(SUCCEEDED);
  });

  it('is an error where the provider refuses, which the caller gets', async () => {
    const client = await createProvider((_request, response) =>
      sendJson(response, 429, { error: { message: 'Slow down.' } }),
    );
    const { observeAiCall, recorded } = createObserved();
    const stream = await observeAiCall(TARGET, () => helper(client));
    await expect(stream.finalChatCompletion()).rejects.toMatchObject({ status: 429 });
    expect(await recorded()).toMatchObject({ calls: { error: 1 }, errors: { rate_limit: 1 }, inFlight: 0 });
  });

  it('is abandoned where it is aborted', async () => {
    const client = await createProvider((_request, response) => sendEvents(response, OPENING));
    const { observeAiCall, recorded } = createObserved();
    const stream = await observeAiCall(TARGET, () => helper(client));
    stream.on('content', () => stream.abort());
    await expect(stream.finalChatCompletion()).rejects.toThrow('aborted');
    expect(await recorded()).toMatchObject({ calls: { abandoned: 1 }, inFlight: 0 });
  });
});

/** A provider whose model asks for a tool first, and then answers; each time with the same usage. */
function withTool(): Promise<OpenAI> {
  const call = { index: 0, id: 't1', type: 'function', function: { name: 'weather', arguments: '{}' } };
  let requests = 0;
  return createProvider((_request, response) => {
    const isFirst = ++requests % 2 === 1;
    const delta = isFirst
      ? { role: 'assistant', tool_calls: [call] }
      : { role: 'assistant', content: 'Sunny' };
    const finish_reason = isFirst ? 'tool_calls' : 'stop';
    sendEvents(response, [
      chunkOf({}, { choices: [{ index: 0, delta, finish_reason }] }),
      chunkOf({}, { choices: [], usage: USAGE }),
    ]);
    endEvents(response);
  });
}

const TOOL = {
  type: 'function' as const,
  function: { name: 'weather', parameters: { type: 'object' }, function: async () => 'sunny' },
};

describe('the runTools() helper of the openai client', () => {
  it('is one call, with the usage of every answer', async () => {
    const client = await withTool();
    const { observeAiCall, recorded } = createObserved();
    const stream_options = { include_usage: true };
    const runner = await observeAiCall(TARGET, () =>
      client.chat.completions.runTools({ ...CHAT, tools: [TOOL as never], stream: true, stream_options }),
    );
    expect(await runner.finalContent()).toBe('Sunny');
    const tokens = Object.fromEntries(Object.entries(TOKENS).map(([kind, count]) => [kind, 2 * count]));
    expect(await recorded()).toEqual({ ...SUCCEEDED, tokens });
  });

  it('is abandoned where it is aborted while its tool runs', async () => {
    const client = await withTool();
    const { observeAiCall, recorded } = createObserved();
    const runner = await observeAiCall(TARGET, () =>
      client.chat.completions.runTools({ ...CHAT, tools: [TOOL as never], stream: true }),
    );
    runner.on('functionToolCall', () => runner.abort());
    await expect(runner.finalContent()).rejects.toThrow('aborted');
    expect(await recorded()).toMatchObject({ calls: { abandoned: 1 }, inFlight: 0 });
  });
});

/** The surface that Anthropic's `messages.stream()` shares with OpenAI's helper; it sends the provider's events itself. */
class MessageStream extends EventEmitter {
  readonly aborted = false;
  readonly errored = false;
  ended = false;

  async done(): Promise<void> {
    if (!this.ended) await once(this, 'end');
  }

  send(...events: readonly object[]): void {
    for (const event of events) this.emit('streamEvent', event);
    this.ended = true;
    this.emit('end');
  }
}

describe('the stream() helper of Anthropic', () => {
  it('is observed by the events that it passes on', async () => {
    const { observeAiCall, recorded } = createObserved();
    const stream = await observeAiCall(TARGET, () => new MessageStream());
    stream.send(
      { type: 'message_start', message: { usage: { input_tokens: 9, output_tokens: 1 } } },
      { type: 'content_block_delta', delta: { type: 'text_delta', text: 'Hi' } },
      { type: 'message_delta', usage: { output_tokens: 4 } },
      { type: 'message_stop' },
    );
    await stream.done();
    expect(await recorded()).toEqual({ ...SUCCEEDED, tokens: { input: 9, output: 4 } });
  });

  it('counts where it had ended before it was given', async () => {
    const { observeAiCall, recorded } = createObserved();
    const stream = new MessageStream();
    stream.send();
    await observeAiCall(TARGET, () => stream);
    expect(await recorded()).toMatchObject({ calls: { success: 1 }, inFlight: 0 });
  });
});

describe('a reader that leaves', () => {
  it('has the answer of the openai client once it has its finish reason', async () => {
    const client = await createProvider((_request, response) => sendEvents(response, [...OPENING, FINISH]));
    const { observeAiCall, recorded } = createObserved();
    const stream = await observeAiCall(TARGET, () =>
      client.chat.completions.create({ ...CHAT, stream: true }),
    );
    for await (const { choices } of stream) if (choices[0]?.finish_reason) break;
    expect(await recorded()).toEqual({ ...SUCCEEDED, tokens: { output: 3 } });
  });

  it.each([
    ['message_stop of Anthropic', { type: 'message_stop' }, 'success'],
    ['finishReason of Gemini', { candidates: [{ content: {}, finishReason: 'STOP' }] }, 'success'],
    ['response.completed of OpenAI', { type: 'response.completed', response: {} }, 'success'],
    ['finish of the AI SDK', { type: 'finish' }, 'success'],
    ['a chunk without an end', { choices: [{ delta: { content: 'a' }, finish_reason: null }] }, 'abandoned'],
  ])('after %s is told apart', async (_what, last, status) => {
    const { observeAiCall, recorded } = createObserved();
    for await (const _ of await observeAiCall(TARGET, () => streamOf<object>(last, { never: 'read' }))) break;
    expect((await recorded()).calls).toEqual({ [status]: 1 });
  });
});

describe('a client that is not known', () => {
  const options = {
    usageOf: (part: unknown) => {
      const { spent } = part as { spent?: number };
      return spent === undefined ? undefined : { output: spent };
    },
  };

  it('is counted by what the caller reads of its answers and chunks', async () => {
    const { observeAiCall, recorded } = createObserved();
    await observeAiCall(TARGET, () => ({ spent: 7 }), options);
    expect((await recorded()).tokens).toEqual({ output: 7 });
    const answer = await observeAiCall(TARGET, () => ({ body: streamOf({}, { spent: 5 }) }), {
      ...options,
      streamOf: ({ body }) => body,
    });
    expect((await recorded()).inFlight).toBe(1);
    await readAll(answer.body);
    expect(await recorded()).toMatchObject({ calls: { success: 2 }, tokens: { output: 12 }, inFlight: 0 });
  });

  it('may have its own usage, and that of clients that are known', async () => {
    const { observeAiCall, recorded } = createObserved();
    await observeAiCall(TARGET, () => ({ usage: USAGE }), options);
    expect((await recorded()).tokens).toEqual(TOKENS);
  });

  it('is given its answer where what the caller gave throws or tells nonsense', async () => {
    const { observeAiCall, recorded, logged } = createObserved();
    const fail = () => {
      throw new Error('option');
    };
    expect(await observeAiCall(TARGET, () => 'a', { usageOf: fail })).toBe('a');
    expect(await observeAiCall(TARGET, () => 'b', { streamOf: fail })).toBe('b');
    expect(await observeAiCall(TARGET, () => 'c', { usageOf: () => ({ output: Number.NaN }) })).toBe('c');
    expect(await recorded()).toMatchObject({ calls: { success: 3 }, tokens: {}, inFlight: 0 });
    expect(logged).toHaveLength(1);
  });
});
