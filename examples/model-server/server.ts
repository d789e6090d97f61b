import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError, buildModelError, buildServerError } from './api-error.ts';
import { handleChat, type ModelServerState, type ModelServerStats } from './chat-route.ts';
import { type Faults, NO_FAULTS, parseFaults } from './faults.ts';
import { checkKey, loadJsonBody, sendError, sendJson } from './http.ts';
import { findModel, MODELS, type Model } from './models.ts';
import { buildPromptCache } from './prompt-cache.ts';
import { buildRandom } from './random.ts';

/** How to start a model server. Faults that are not given are off; the latency factor is 1. */
export interface ModelServerOptions extends Partial<Faults> {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** The address to listen on; `127.0.0.1` by default. */
  readonly host?: string;
  /** Everything random follows from it; `aiwatch` by default. */
  readonly seed?: string;
  /** Told about a failure of the server itself, which the client sees as a 500. Ignored by default. */
  readonly onProblem?: (error: unknown) => void;
}

/** A running model server. */
export interface ModelServer {
  /** Without a path, such as `http://127.0.0.1:3002`; the base URL of an OpenAI client is this and `/v1`. */
  readonly url: string;
  /** A copy of the counts up to now. */
  stats(): ModelServerStats;
  /** Stops listening and breaks what is still being answered. */
  close(): Promise<void>;
}

// 2024-01-01, the same for every model: nothing depends on it.
const MODEL_CREATED_SECONDS = 1_704_067_200;

/** Starts a server that speaks the OpenAI chat-completions protocol. Rejects when it cannot listen; throws an ApiError for a fault out of range. */
export async function createModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const { port = 0, host = '127.0.0.1', seed = 'aiwatch', onProblem = () => {}, ...faults } = options;
  const state: ModelServerState = {
    seed,
    random: buildRandom(seed),
    promptCache: buildPromptCache(),
    stats: { completed: 0, aborted: 0, broken: 0, active: 0, tokensGenerated: 0 },
    faults: parseFaults(faults, NO_FAULTS),
  };
  const server = createServer((request, response) => {
    response.on('error', () => {});
    route(state, request, response).catch((error: unknown) => {
      if (!(error instanceof ApiError) && !response.destroyed) {
        onProblem(error);
      }
      sendError(response, error instanceof ApiError ? error : buildServerError(500));
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}`,
    stats: () => ({ ...state.stats }),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function route(
  state: ModelServerState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = '/'] = (request.url ?? '/').split('?');
  response.setHeader('x-request-id', `req_${Math.floor(state.random() * 2 ** 52).toString(36)}`);
  if (path.startsWith('/v1/')) {
    checkKey(request);
  }
  switch (`${request.method} ${path}`) {
    case 'POST /v1/chat/completions':
      return handleChat(state, request, response);
    case 'GET /v1/models':
      return sendJson(response, 200, { object: 'list', data: MODELS.map(describeModel) });
    case 'GET /health':
      return sendJson(response, 200, { status: 'ok' });
    case 'PUT /admin/faults':
      state.faults = parseFaults(await loadJsonBody(request), state.faults);
      return sendJson(response, 200, state.faults);
    case 'GET /admin/faults':
      return sendJson(response, 200, state.faults);
    default:
      return handleRest(request.method ?? '', path, response);
  }
}

function handleRest(method: string, path: string, response: ServerResponse): void {
  const modelId = /^\/v1\/models\/([^/]{1,100})$/.exec(path)?.[1];
  if (method !== 'GET' || modelId === undefined) {
    throw new ApiError(404, `Invalid URL (${method} ${path.slice(0, 200)})`);
  }
  const model = findModel(modelId);
  if (model === undefined) {
    throw buildModelError(modelId);
  }
  sendJson(response, 200, describeModel(model));
}

function describeModel(model: Model) {
  return { id: model.id, object: 'model', created: MODEL_CREATED_SECONDS, owned_by: 'aiwatch-example' };
}
