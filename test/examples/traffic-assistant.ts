import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A stand-in for the assistant: its HTTP contract, kept in memory, with nothing behind it. */
export interface StandInAssistant {
  readonly url: string;
  readonly port: number;
  /** Sessions that are open. */
  readonly sessions: Set<string>;
  readonly files: Map<string, string>;
  readonly versions: Map<string, string>;
  /** `METHOD /path` of every request, ids replaced by `*`. */
  readonly seen: string[];
  /** Prompts whose reader left before the end. */
  readonly leftEarly: () => number;
  close(): Promise<void>;
}

interface State {
  readonly sessions: Set<string>;
  readonly files: Map<string, string>;
  readonly versions: Map<string, string>;
  leftEarly: number;
  nextId: number;
}

/** Starts a stand-in; `port` 0 takes any free one. */
export async function startStandIn(port = 0): Promise<StandInAssistant> {
  const state: State = {
    sessions: new Set(),
    files: new Map(),
    versions: new Map(),
    leftEarly: 0,
    nextId: 1,
  };
  const seen: string[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    seen.push(`${request.method} ${path.replace(/^(\/api\/\w+)\/.*?(\/restore)?$/, '$1/*$2')}`);
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) {
      parts.push(part);
    }
    await answer(state, request, path, Buffer.concat(parts).toString(), response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    ...state,
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    seen,
    leftEarly: () => state.leftEarly,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

async function answer(
  state: State,
  request: IncomingMessage,
  path: string,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const chat = path === '/api/chat' ? (JSON.parse(body) as Record<string, unknown>) : undefined;
  const known = state.sessions.has(String(request.headers['x-session-id']));
  if (known && chat?.['stream'] === true && refuseChat(chat) === undefined) {
    await streamChat(state, response);
    return;
  }
  const method = request.method ?? '';
  const { status, body: sent } =
    known || path.startsWith('/api/sessions')
      ? decide(state, method, path, body)
      : { status: 404, body: { error: 'session_unknown', message: 'no such session' } };
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(sent === undefined ? undefined : JSON.stringify(sent));
}

function decide(state: State, method: string, path: string, body: string): Answer {
  const [, root, part = '', ...rest] = path.split('/');
  const id = rest.join('/');
  switch (root === 'api' ? part : '') {
    case 'sessions':
      return decideSessions(state, method, id);
    case 'chat':
      return refuseChat(JSON.parse(body)) ?? { status: 200, body: { text: 'yes', usage: {}, toolCalls: [] } };
    case 'files':
      return decideFiles(state, method, decodeURIComponent(id), body);
    case 'versions':
      return decideVersions(state, method, id);
    case 'projects':
      return { status: 201 };
    default:
      return { status: 404 };
  }
}

function decideSessions(state: State, method: string, id: string): Answer {
  if (method !== 'POST') {
    return { status: state.sessions.delete(id) ? 204 : 404 };
  }
  const sessionId = `session_${state.nextId++}`;
  state.sessions.add(sessionId);
  return { status: 201, body: { sessionId } };
}

function refuseChat({ message, model }: Record<string, unknown>): Answer | undefined {
  if (typeof message !== 'string') {
    return { status: 400 };
  }
  return model === 'retired-coder' || message.length > 20_000 ? { status: 502 } : undefined;
}

async function streamChat(state: State, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let delta = 0; delta < 30 && !response.destroyed; delta += 1) {
    response.write('data: {"type":"delta","text":"word "}\n\n');
    await new Promise(resolve => setTimeout(resolve, 2));
  }
  state.leftEarly += response.destroyed ? 1 : 0;
  response.end('data: {"type":"done","usage":{}}\n\n');
}

function decideFiles(state: State, method: string, path: string, body: string): Answer {
  const known = state.files.get(path);
  if (path.startsWith('..')) {
    return { status: 400 };
  }
  if (method === 'PUT') {
    state.files.set(path, body);
    return { status: known === undefined ? 201 : 200 };
  }
  if (path === '') {
    const files = [...state.files].map(([name, text]) => ({ path: name, sizeBytes: text.length }));
    return { status: 200, body: { files } };
  }
  if (method === 'DELETE') {
    return { status: state.files.delete(path) ? 204 : 404 };
  }
  return known === undefined ? { status: 404 } : { status: 200, body: known };
}

function decideVersions(state: State, method: string, id: string): Answer {
  if (method === 'GET') {
    const versions = [...state.versions].map(([key, createdAt]) => ({ id: key, message: '', createdAt }));
    return { status: 200, body: { versions } };
  }
  if (id === '') {
    const made = `v${state.nextId++}`;
    state.versions.set(made, new Date(state.nextId * 1000).toISOString());
    return { status: 201, body: { id: made } };
  }
  const known = state.versions.has(id.replace('/restore', ''));
  if (method === 'DELETE') {
    return { status: state.versions.delete(id) ? 204 : 404 };
  }
  return { status: known ? 200 : 404 };
}
