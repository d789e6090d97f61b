import { onTestFinished } from 'vitest';
import { type Assistant, type AssistantOptions, createAssistant } from '../../examples/assistant/server.ts';
import {
  createModelServer,
  type ModelServer,
  type ModelServerOptions,
} from '../../examples/model-server/server.ts';

/** An assistant with the model that it talks to. */
export interface Servers {
  readonly model: ModelServer;
  readonly assistant: Assistant;
}

/** Starts both on free ports; they are stopped when the test that asked for them is over. */
export async function startServers(
  options: Partial<AssistantOptions> = {},
  faults: ModelServerOptions = {},
): Promise<Servers> {
  const model = await createModelServer({ latencyFactor: 0, seed: 'test', ...faults });
  onTestFinished(() => model.close());
  const at = {
    baseUrl: `${model.url}/v1`,
    apiKey: 'sk-test',
    name: 'small-coder',
    provider: 'openai',
    maxActiveCalls: 2,
    known: ['small-coder', 'gpt-4.1', 'reasoning-coder'],
  };
  const assistant = await createAssistant({ model: at, logLevel: 'silent', ...options });
  onTestFinished(() => assistant.close());
  return { model, assistant };
}

/** What one call sends. */
export interface Sent {
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** An answer with its body read: `json` is undefined where it is no JSON. */
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for and checks it.
  readonly json: any;
}

/** A frame of a streamed answer. */
export interface Frame {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** One user in one session. */
export interface Client {
  readonly sessionId: string;
  fetch(method: string, path: string, sent?: Sent): Promise<Response>;
  call(method: string, path: string, sent?: Sent): Promise<Answer>;
  /** Sends a prompt and reads the whole stream. */
  chat(message: string, model?: string): Promise<Frame[]>;
}

/** Starts a session. */
export async function connect({ url }: Assistant, userId = 'user_1'): Promise<Client> {
  const started = await send(url, 'POST', '/api/sessions', { json: { userId, project: 'orders' } });
  const { sessionId } = (await started.json()) as { sessionId: string };
  const request = (method: string, path: string, sent: Sent = {}) => {
    const headers = { 'x-session-id': sessionId, 'x-user-id': userId, ...sent.headers };
    return send(url, method, path, { ...sent, headers });
  };
  const call = async (method: string, path: string, sent?: Sent) =>
    readAnswer(await request(method, path, sent));
  return {
    sessionId,
    fetch: request,
    call,
    chat: async (message, model) => {
      const json = { message, stream: true, ...(model !== undefined && { model }) };
      return parseFrames((await call('POST', '/api/chat', { json })).text);
    },
  };
}

/** Sends one request. */
export function send(
  url: string,
  method: string,
  path: string,
  { json, text, headers, signal }: Sent = {},
): Promise<Response> {
  const body = json === undefined ? text : JSON.stringify(json);
  const type = json === undefined ? 'text/plain' : 'application/json';
  return fetch(url + path, {
    method,
    headers: { ...(body !== undefined && { 'content-type': type }), ...headers },
    ...(body !== undefined && { body }),
    ...(signal !== undefined && { signal }),
  });
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
}

/** The frames of a text of server-sent events. */
function parseFrames(text: string): Frame[] {
  return text
    .split('\n\n')
    .filter(part => part.startsWith('data: '))
    .map(part => JSON.parse(part.slice('data: '.length)) as Frame);
}

/** Sums the samples of `name` in the assistant's exposition whose labels include `labels`. */
export async function readMetric(
  { url }: Assistant,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number> {
  const exposition = await (await fetch(`${url}/metrics`)).text();
  const wanted = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
  let sum = 0;
  for (const line of exposition.split('\n')) {
    const [, found, block = '', value] = /^(\w+)(\{.*\})? (\S+)/.exec(line) ?? [];
    if (found === name && wanted.every(label => block.includes(label))) {
      sum += Number(value);
    }
  }
  return sum;
}
