import { access } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { waitUntil } from '../support/wait-until.ts';
import { connect, readMetric, send, startServers } from './assistant-servers.ts';

describe('a working session', () => {
  test('moves every metric that a user looks at', async () => {
    const { assistant } = await startServers();
    const client = await connect(assistant);
    await client.chat('Write a retry function with backoff.');
    await client.chat('Write a retry function with backoff.', 'reasoning-coder');
    await client.chat('Write a retry function with backoff.', 'gpt-4.1');
    await client.call('POST', '/api/chat', { json: { message: 'What is a queue?' } });
    await client.call('POST', '/api/chat', { json: { message: 'What is a queue?', model: 'retired-coder' } });
    await client.chat('Create src/retry.ts with a retry function.');
    await client.call('PUT', '/api/files/src/retry.ts', { text: 'export {};\n' });
    await client.call('GET', '/api/files/src/retry.ts');
    const { json } = await client.call('POST', '/api/versions', { json: { message: 'first' } });
    await client.call('DELETE', '/api/files/src/retry.ts');
    await client.call('POST', `/api/versions/${json.id}/restore`);
    await client.call('DELETE', `/api/versions/${json.id}`);
    await client.call('POST', '/api/projects', { json: { name: 'orders' } });
    const other = await connect(assistant, 'user_2');
    await client.call('DELETE', `/api/sessions/${client.sessionId}`);
    expect(await other.call('GET', '/api/files')).toMatchObject({ status: 200, json: { files: [] } });

    const moved = async (name: string, labels?: Record<string, string>) =>
      expect(await readMetric(assistant, name, labels), `${name} ${JSON.stringify(labels)}`).toBeGreaterThan(
        0,
      );
    await moved('http_requests_total', {
      method: 'POST',
      route: '/api/chat',
      status_code: '200',
      stream: 'true',
    });
    await moved('http_requests_total', { method: 'POST', route: '/api/chat', status_code: '502' });
    await moved('http_request_duration_seconds_count', { route: '/api/files/*', status_code: '200' });
    await moved('http_request_size_bytes_sum', { route: '/api/chat' });
    await moved('http_response_size_bytes_sum', { route: '/api/chat' });
    await moved('ai_api_calls_total', {
      provider: 'openai',
      model: 'small-coder',
      operation: 'chat',
      status: 'success',
    });
    await moved('ai_api_duration_seconds_count', { model: 'small-coder', stream: 'true' });
    await moved('ai_api_duration_seconds_count', { model: 'small-coder', stream: 'false' });
    for (const type of ['input', 'output', 'cache_read']) {
      await moved('ai_tokens_used_total', { model: 'small-coder', type });
    }
    await moved('ai_tokens_used_total', { model: 'reasoning-coder', type: 'reasoning' });
    for (const model of ['small-coder', 'gpt-4.1']) {
      await moved('ai_cost_usd_total', { model, source: 'estimated' });
      expect(await readMetric(assistant, 'ai_unpriced_calls_total', { model })).toBe(0);
    }
    await moved('ai_unpriced_calls_total', { model: 'reasoning-coder' });
    await moved('ai_errors_total', { model: 'other', error_type: 'not_found' });
    await moved('ai_tool_calls_total', { tool: 'write_file', status: 'success' });
    expect(await readMetric(assistant, 'ai_coding_assistant_active_sessions')).toBe(1);
    expect(await readMetric(assistant, 'ai_coding_assistant_sessions_total')).toBe(2);
    expect(await readMetric(assistant, 'ai_coding_assistant_session_duration_seconds_count')).toBe(1);
    for (const operation of ['create', 'read', 'update', 'delete']) {
      await moved('file_operations_total', { operation, status: 'success' });
      await moved('file_operations_duration_seconds_count', { operation });
      await moved('file_size_bytes_sum', { operation });
    }
    for (const operation of ['create', 'restore', 'delete']) {
      expect(await readMetric(assistant, 'version_operations_total', { operation, status: 'success' })).toBe(
        1,
      );
      await moved('version_operations_duration_seconds_count', { operation });
      await moved('version_size_bytes_sum', { operation });
    }
    await moved('ai_code_generations_total', { language: 'typescript', status: 'success' });
    expect(await readMetric(assistant, 'projects_created_total')).toBe(1);
    await moved('ai_time_to_first_token_seconds_count', { model: 'small-coder' });
  });

  test('waits for the model where enough others ask it, and that is seen', async () => {
    // So slow that no answer comes before its reader leaves.
    const { assistant } = await startServers({}, { latencyFactor: 100 });
    const readers = [1, 2, 3].map(() => new AbortController());
    const json = { message: 'What is a queue?', stream: true };
    const answers = readers.map(async ({ signal }, user) => {
      const client = await connect(assistant, `user_${user}`);
      const response = await client.fetch('POST', '/api/chat', { json, signal });
      return response.text();
    });
    const ended = Promise.allSettled(answers);
    const shown = async (activeCalls: number, waitingCalls: number) => {
      const labels = { queue: 'model_calls' };
      expect(await readMetric(assistant, 'queue_active_requests', labels)).toBe(activeCalls);
      expect(await readMetric(assistant, 'queue_length', labels)).toBe(waitingCalls);
    };
    await waitUntil(() => shown(2, 1));
    readers.pop()?.abort();
    readers.pop()?.abort();
    await waitUntil(() => shown(1, 0));
    readers.pop()?.abort();
    await waitUntil(() => shown(0, 0));
    expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });

  test('is over when nothing happens in it for its timeout', async () => {
    const { assistant } = await startServers({ sessionTimeoutMs: 30 });
    const client = await connect(assistant);
    await waitUntil(async () =>
      expect(await readMetric(assistant, 'ai_coding_assistant_session_duration_seconds_count')).toBe(1),
    );
    expect(await client.call('GET', '/api/files')).toMatchObject({
      status: 404,
      json: { error: 'session_unknown' },
    });
    expect(await readMetric(assistant, 'ai_coding_assistant_active_sessions')).toBe(0);
  });

  test('belongs to its user alone, and is over once it is ended', async () => {
    const { assistant } = await startServers();
    const client = await connect(assistant);
    const asAnother = { headers: { 'x-user-id': 'user_2' } };
    expect((await client.call('GET', '/api/files', asAnother)).status).toBe(404);
    expect((await client.call('DELETE', `/api/sessions/${client.sessionId}`, asAnother)).status).toBe(404);
    expect((await client.call('DELETE', `/api/sessions/${client.sessionId}`)).status).toBe(204);
    expect((await client.call('DELETE', `/api/sessions/${client.sessionId}`)).status).toBe(404);
    expect((await client.call('GET', '/api/versions')).status).toBe(404);
  });
});

describe('the server', () => {
  test('says that it is well, and what it does not know', async () => {
    const { assistant } = await startServers();
    const health = await send(assistant.url, 'GET', '/health');
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
    const unknown = await send(assistant.url, 'GET', '/api/settings/7');
    expect([unknown.status, await unknown.json()]).toEqual([
      404,
      { error: 'not_found', message: 'There is nothing at this address.' },
    ]);
    expect(
      await readMetric(assistant, 'http_requests_total', { route: 'unmatched', status_code: '404' }),
    ).toBe(1);
  });

  test('refuses input that is not what it expects', async () => {
    const { assistant } = await startServers();
    const client = await connect(assistant);
    const post = async (path: string, json: unknown) => (await client.call('POST', path, { json })).status;
    expect(await post('/api/sessions', { userId: '../user_2' })).toBe(400);
    expect(await post('/api/sessions', {})).toBe(400);
    expect(await post('/api/chat', { text: 'the field is called message' })).toBe(400);
    expect(await post('/api/chat', { message: 7 })).toBe(400);
    expect(await post('/api/chat', { message: 'Hello', model: 'a"b' })).toBe(400);
    expect(await post('/api/projects', { name: '../out' })).toBe(400);
    expect(await post('/api/projects', { name: 'shop', template: 'cobol' })).toBe(400);
    expect(await post('/api/versions', { message: 'two\nlines' })).toBe(400);
    const broken = await client.call('POST', '/api/chat', {
      text: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect(broken).toMatchObject({ status: 400, json: { error: 'request_invalid' } });
  });

  test('closes while an answer is being given, and removes its temporary workspace', async () => {
    const { assistant } = await startServers({}, { latencyFactor: 5 });
    const client = await connect(assistant);
    const response = await client.fetch('POST', '/api/chat', { json: { message: 'Why?', stream: true } });
    const [, text] = await Promise.all([assistant.close(), response.text()]);
    expect(text).toContain('"type":"error"');
    await expect(send(assistant.url, 'GET', '/health')).rejects.toThrow();
    await expect(access(assistant.workspace)).rejects.toThrow('ENOENT');
  });

  test('does not start on a port that is taken', async () => {
    const { assistant } = await startServers();
    const port = Number(new URL(assistant.url).port);
    await expect(startServers({ port })).rejects.toThrow('EADDRINUSE');
  });
});
