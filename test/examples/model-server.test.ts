import OpenAI from 'openai';
import { afterEach, describe, expect, test } from 'vitest';
import {
  createModelServer,
  type ModelServer,
  type ModelServerOptions,
} from '../../examples/model-server/server.ts';
import { waitUntil } from '../support/wait-until.ts';

const running: ModelServer[] = [];

async function startServer(
  options: ModelServerOptions = {},
): Promise<{ server: ModelServer; client: OpenAI }> {
  const server = await createModelServer({ latencyFactor: 0, seed: 'test', ...options });
  running.push(server);
  return { server, client: buildClient(server) };
}

function buildClient(server: ModelServer, apiKey = 'sk-test'): OpenAI {
  return new OpenAI({ apiKey, baseURL: `${server.url}/v1`, maxRetries: 0 });
}

async function putFaults(server: ModelServer, faults: unknown): Promise<Response> {
  return fetch(`${server.url}/admin/faults`, { method: 'PUT', body: JSON.stringify(faults) });
}

async function collect<T>(source: AsyncIterable<T> | Promise<AsyncIterable<T>>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of await source) {
    items.push(item);
  }
  return items;
}

const TOOLS = ['read_file', 'write_file', 'delete_file', 'list_files'].map(name => ({
  type: 'function' as const,
  function: { name, parameters: { type: 'object', properties: { path: { type: 'string' } } } },
}));
const CODE_QUESTION = [{ role: 'user' as const, content: 'Write a retry function with backoff.' }];

afterEach(async () => {
  await Promise.all(running.splice(0).map(server => server.close()));
});

describe('answers', () => {
  test('a stream gives the text in many deltas, then the finish reason, then the usage', async () => {
    const { client } = await startServer();
    const stream = await client.chat.completions.create({
      model: 'small-coder',
      messages: CODE_QUESTION,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await collect(stream);
    const text = chunks.map(chunk => chunk.choices[0]?.delta.content ?? '').join('');
    const usage = chunks.at(-1)?.usage;
    expect(text).toMatch(/```typescript\n[\s\S]*function retry[\s\S]*```/);
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.at(-1)?.choices).toEqual([]);
    // The role, the finish reason and the usage are chunks too; the rest is one token each.
    expect(usage?.completion_tokens).toBe(chunks.length - 3);
    expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
  });

  test('without streaming the same question gets the same text', async () => {
    const { client } = await startServer();
    const ask = () => client.chat.completions.create({ model: 'gpt-4.1', messages: CODE_QUESTION });
    const [first, second] = [await ask(), await ask()];
    expect(first.choices[0]?.message.content).toContain('```typescript');
    expect(second.choices[0]?.message.content).toBe(first.choices[0]?.message.content);
    expect(first.choices[0]?.finish_reason).toBe('stop');
    expect(first._request_id).toMatch(/^req_/);
  });

  test('a conversation that grows reads its beginning from the cache', async () => {
    const { client } = await startServer();
    const opening = { role: 'system' as const, content: 'You are a careful programmer. '.repeat(20) };
    const ask = (content: string) =>
      client.chat.completions.create({
        model: 'small-coder',
        messages: [opening, { role: 'user', content }],
      });
    const first = (await ask('What is a queue?')).usage;
    const second = (await ask('What is a stack?')).usage;
    expect(first?.prompt_tokens_details?.cached_tokens).toBe(0);
    expect(second?.prompt_tokens_details?.cached_tokens).toBeGreaterThan(0);
    expect(second?.prompt_tokens_details?.cached_tokens).toBeLessThan(second?.prompt_tokens ?? 0);
  });

  test('the reasoning model reports its reasoning within the completion tokens', async () => {
    const { client } = await startServer();
    const { usage } = await client.chat.completions.create({
      model: 'reasoning-coder',
      messages: CODE_QUESTION,
    });
    const reasoning = usage?.completion_tokens_details?.reasoning_tokens ?? 0;
    expect(reasoning).toBeGreaterThan(0);
    expect(usage?.completion_tokens).toBeGreaterThan(reasoning);
  });

  test('a limit on tokens cuts the answer short', async () => {
    const { client } = await startServer();
    const { choices, usage } = await client.chat.completions.create({
      model: 'small-coder',
      messages: CODE_QUESTION,
      max_completion_tokens: 5,
    });
    expect(choices[0]?.finish_reason).toBe('length');
    expect(usage?.completion_tokens).toBe(5);
  });

  test('the models on offer are listed', async () => {
    const { client } = await startServer();
    const models = await collect(client.models.list());
    expect(models.map(model => model.id)).toEqual(['small-coder', 'gpt-4.1', 'reasoning-coder']);
    expect((await client.models.retrieve('gpt-4.1')).id).toBe('gpt-4.1');
  });
});

describe('tools', () => {
  test('an instruction to create a file streams a write with its content in pieces, and the result gets words', async () => {
    const { client } = await startServer();
    const messages: OpenAI.ChatCompletionMessageParam[] = [
      { role: 'user', content: 'Create src/cache.ts with a cache, then delete src/old.ts.' },
    ];
    const stream = client.chat.completions.stream({ model: 'small-coder', messages, tools: TOOLS });
    let pieces = 0;
    stream.on('tool_calls.function.arguments.delta', () => {
      pieces += 1;
    });
    const message = (await stream.finalChatCompletion()).choices[0]?.message;
    const calls = (message?.tool_calls ?? []).flatMap(call => (call.type === 'function' ? [call] : []));
    expect(calls.map(call => call.function.name)).toEqual(['write_file', 'delete_file']);
    const written = JSON.parse(calls[0]?.function.arguments ?? '') as { path: string; content: string };
    expect(written.path).toBe('src/cache.ts');
    expect(written.content).toContain('class LruCache');
    expect(JSON.parse(calls[1]?.function.arguments ?? '')).toEqual({ path: 'src/old.ts' });
    expect(pieces).toBeGreaterThan(10);

    const next = await client.chat.completions.create({
      model: 'small-coder',
      tools: TOOLS,
      messages: [
        ...messages,
        { role: 'assistant', tool_calls: calls },
        { role: 'tool', tool_call_id: calls[0]?.id ?? '', content: 'catch (error) {}' },
        { role: 'tool', tool_call_id: calls[1]?.id ?? '', content: '{"error":"not found"}' },
      ],
    });
    expect(next.choices[0]?.message.tool_calls).toBeUndefined();
    expect(next.choices[0]?.message.content).toContain('`src/cache.ts`: 16 characters');
    expect(next.choices[0]?.message.content).toContain('`src/old.ts`: this did not work');
  });

  test.each([
    ['Please list the files.', ['list_files']],
    ['Read `src/a.ts` and explain it.', ['read_file']],
    ['How do I start a Node.js server?', []],
    ['Write a function that adds numbers.', []],
  ])('"%s" calls %j', async (content, names) => {
    const { client } = await startServer();
    const { choices } = await client.chat.completions.create({
      model: 'small-coder',
      messages: [{ role: 'user', content }],
      tools: TOOLS,
    });
    const calls = (choices[0]?.message.tool_calls ?? []).flatMap(call =>
      call.type === 'function' ? [call.function.name] : [],
    );
    expect(calls).toEqual(names);
    expect(choices[0]?.finish_reason).toBe(names.length > 0 ? 'tool_calls' : 'stop');
  });

  test('no tool is called when the client forbids it, and the named one when it demands it', async () => {
    const { client } = await startServer();
    const ask = (tool_choice: OpenAI.ChatCompletionToolChoiceOption) =>
      client.chat.completions.create({
        model: 'small-coder',
        messages: [{ role: 'user', content: 'Read src/a.ts' }],
        tools: TOOLS,
        tool_choice,
      });
    expect((await ask('none')).choices[0]?.finish_reason).toBe('stop');
    const named = await ask({ type: 'function', function: { name: 'list_files' } });
    expect(named.choices[0]?.message.tool_calls).toHaveLength(1);
  });
});

describe('refusals', () => {
  const ask = (client: OpenAI, body: object = {}) =>
    client.chat.completions.create({
      model: 'small-coder',
      messages: CODE_QUESTION,
      ...body,
    } as OpenAI.ChatCompletionCreateParamsNonStreaming);

  test('a wrong key is a 401', async () => {
    const { server } = await startServer();
    await expect(ask(buildClient(server, 'wrong'))).rejects.toMatchObject({
      status: 401,
      code: 'invalid_api_key',
    });
    await expect(ask(buildClient(server, 'sk-'))).rejects.toMatchObject({ status: 401 });
  });

  test.each([
    ['an unknown model', { model: 'no-such' }, 404, 'model', 'model_not_found'],
    ['no messages', { messages: [] }, 400, 'messages', 'invalid_value'],
    [
      'content of a wrong type',
      { messages: [{ role: 'user', content: 3 }] },
      400,
      'messages.0.content',
      'invalid_value',
    ],
    [
      'a tool result that answers no call',
      { messages: [{ role: 'tool', content: 'x', tool_call_id: 'y' }] },
      400,
      'messages.0',
      'invalid_value',
    ],
    [
      'usage of a stream without a stream',
      { stream_options: { include_usage: true } },
      400,
      'stream_options',
      'invalid_value',
    ],
    ['two choices', { n: 2 }, 400, 'n', 'invalid_value'],
    [
      'a prompt longer than the context',
      { messages: [{ role: 'user', content: 'word '.repeat(9000) }] },
      400,
      'messages',
      'context_length_exceeded',
    ],
  ])('%s is refused', async (_case, body, status, param, code) => {
    const { client } = await startServer();
    await expect(ask(client, body)).rejects.toMatchObject({ status, param, code });
  });

  test('a body that is not JSON is a 400, one that is too long a 413, another path a 404', async () => {
    const { server } = await startServer();
    const post = (path: string, body: string) =>
      fetch(server.url + path, { method: 'POST', body, headers: { authorization: 'Bearer sk-test' } });
    const statuses = [
      await post('/v1/chat/completions', '{"model":'),
      await post('/v1/chat/completions', 'x'.repeat(5_000_000)),
      await post('/v1/completions', '{}'),
    ].map(response => response.status);
    expect(statuses).toEqual([400, 413, 404]);
    expect(await (await fetch(`${server.url}/health`)).json()).toEqual({ status: 'ok' });
  });

  test('a rate limit is a 429 that says when to come back', async () => {
    const { client } = await startServer({ rateLimitRate: 1 });
    const error = await ask(client).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OpenAI.RateLimitError);
    expect(
      Number((error as InstanceType<typeof OpenAI.RateLimitError>).headers.get('retry-after')),
    ).toBeGreaterThan(0);
  });
});

describe('faults', () => {
  test('an error rate set at run time takes effect, and so does taking it back', async () => {
    const { server, client } = await startServer();
    const ask = () => client.chat.completions.create({ model: 'small-coder', messages: CODE_QUESTION });
    expect(await (await putFaults(server, { errorRate: 1 })).json()).toEqual({
      errorRate: 1,
      rateLimitRate: 0,
      midStreamFailureRate: 0,
      latencyFactor: 0,
    });
    await expect(ask()).rejects.toBeInstanceOf(OpenAI.InternalServerError);
    await putFaults(server, { errorRate: 0 });
    expect((await ask()).choices).toHaveLength(1);
  });

  test('about the given share of requests fails, with 500 and with 503', async () => {
    const { client } = await startServer({ errorRate: 0.5 });
    const statuses = await Promise.all(
      Array.from({ length: 100 }, () =>
        client.chat.completions.create({ model: 'small-coder', messages: CODE_QUESTION }).then(
          () => 200,
          (error: unknown) => (error as InstanceType<typeof OpenAI.APIError>).status,
        ),
      ),
    );
    const failed = statuses.filter(status => status !== 200);
    expect(failed.length).toBeGreaterThan(30);
    expect(failed.length).toBeLessThan(70);
    expect(new Set(failed)).toEqual(new Set([500, 503]));
  });

  test('a setting out of range or unknown is refused and changes nothing', async () => {
    const { server } = await startServer();
    expect((await putFaults(server, { errorRate: 2 })).status).toBe(400);
    expect((await putFaults(server, { errorRates: 0.1 })).status).toBe(400);
    const current = await (await fetch(`${server.url}/admin/faults`)).json();
    expect(current).toMatchObject({ errorRate: 0 });
    await expect(createModelServer({ errorRate: -1 })).rejects.toThrow('errorRate');
  });

  test('a stream that breaks half-way has given some text and then throws', async () => {
    const { server, client } = await startServer({ midStreamFailureRate: 1 });
    const stream = await client.chat.completions.create({
      model: 'small-coder',
      messages: CODE_QUESTION,
      stream: true,
    });
    let text = '';
    const read = async () => {
      for await (const chunk of stream) {
        text += chunk.choices[0]?.delta.content ?? '';
      }
    };
    await expect(read()).rejects.toThrow();
    expect(text).not.toBe('');
    expect(server.stats()).toMatchObject({ broken: 1, completed: 0 });
  });

  test('an answer whose reader has gone is no longer generated', async () => {
    const { server, client } = await startServer({ latencyFactor: 1 });
    const stream = await client.chat.completions.create({
      model: 'gpt-4.1',
      messages: CODE_QUESTION,
      stream: true,
    });
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta.content) {
        break;
      }
    }
    stream.controller.abort();
    await waitUntil(() => expect(server.stats()).toMatchObject({ active: 0, aborted: 1, completed: 0 }));
    expect(server.stats().tokensGenerated).toBeLessThan(50);
  });

  test('closing the server ends the answers that are being given', async () => {
    const { server, client } = await startServer({ latencyFactor: 50 });
    const asked = client.chat.completions
      .create({ model: 'small-coder', messages: CODE_QUESTION })
      .catch((error: unknown) => error);
    await waitUntil(() => expect(server.stats().active).toBe(1));
    await server.close();
    running.splice(running.indexOf(server), 1);
    expect(await asked).toBeInstanceOf(OpenAI.APIConnectionError);
  });
});
