import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import OpenAI from 'openai';
import { onTestFinished } from 'vitest';

/** Starts a provider that answers every call in one way, and makes a client for it. */
export async function createProvider(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<OpenAI> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return new OpenAI({ baseURL, apiKey: 'sk-test', maxRetries: 0, timeout: 5000, logLevel: 'off' });
}

/** A chunk of a streamed chat completion. */
export function chunkOf(delta: object, more: object = {}): object {
  return {
    id: 'c1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'gpt-test',
    choices: [{ index: 0, delta, finish_reason: null }],
    ...more,
  };
}

export const USAGE = {
  prompt_tokens: 100,
  completion_tokens: 50,
  total_tokens: 150,
  prompt_tokens_details: { cached_tokens: 40 },
  completion_tokens_details: { reasoning_tokens: 20 },
};

/** The kinds of {@link USAGE}, disjoint. */
export const TOKENS = { input: 60, output: 30, cache_read: 40, reasoning: 20 };

/** The start of an answer: a role, and three chunks of text. */
export const OPENING = [
  chunkOf({ role: 'assistant', content: '' }),
  ...['Hel', 'lo', '!'].map(content => chunkOf({ content })),
];

export function sendEvents(response: ServerResponse, chunks: readonly object[]): void {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const chunk of chunks) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
}

export function endEvents(response: ServerResponse): void {
  response.end('data: [DONE]\n\n');
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
