import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMonitoring, type Monitoring } from 'aiwatch';
import fastify, { type FastifyInstance } from 'fastify';
import type { LogLevel } from './config.ts';
import { sendError, sendNotFound } from './errors.ts';
import { createModelClient, type ModelOptions } from './model-client.ts';
import { addChatRoutes } from './routes/chat.ts';
import { addFileRoutes } from './routes/files.ts';
import { addProjectRoutes } from './routes/projects.ts';
import { addSessionRoutes } from './routes/sessions.ts';
import { addVersionRoutes } from './routes/versions.ts';
import { createSessions } from './sessions.ts';
import { createUsers } from './users.ts';
import { MAX_FILE_BYTES } from './workspace.ts';

/** How to start an assistant. */
export interface AssistantOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** The address to listen on; `127.0.0.1` by default. */
  readonly host?: string;
  /** Where the users' files and versions lie. Default: a temporary folder, removed at the end. */
  readonly workspace?: string;
  readonly model: ModelOptions;
  /** A session without activity ends after this time; half an hour by default. */
  readonly sessionTimeoutMs?: number;
  /** `warn` by default. */
  readonly logLevel?: LogLevel;
}

/** A running assistant. */
export interface Assistant {
  readonly app: FastifyInstance;
  /** Without a path, such as `http://127.0.0.1:3001`. */
  readonly url: string;
  /** The folder of the users' files and versions. */
  readonly workspace: string;
  readonly monitoring: Monitoring;
  /** Interrupts the answers that are being given and stops. */
  close(): Promise<void>;
}

// US dollars per million tokens. The prices of gpt-4.1 are public; that of reasoning-coder nobody told, which shows too.
const OWN_PRICES = { 'small-coder': { input: 0.1, output: 0.4, cacheRead: 0.025 } };
const HALF_AN_HOUR_MS = 30 * 60_000;
// What is being answered may end within this time; connections that are open after it are cut.
const CLOSE_GRACE_MS = 1_000;

/** Starts an assistant. Rejects when it cannot listen, cannot write to the workspace, or finds no git. */
export async function createAssistant(options: AssistantOptions): Promise<Assistant> {
  const { port = 0, host = '127.0.0.1', sessionTimeoutMs = HALF_AN_HOUR_MS, logLevel = 'warn' } = options;
  const app = fastify({
    logger: { level: logLevel },
    bodyLimit: MAX_FILE_BYTES,
    ajv: { customOptions: { coerceTypes: false } },
    // Paths of files are parameters too.
    routerOptions: { maxParamLength: 1_000 },
  });
  const monitoring = createMonitoring({
    identify: ({ headers }) => ({ userId: headers['x-user-id'], sessionId: headers['x-session-id'] }),
    sessions: { timeoutMs: sessionTimeoutMs },
    prices: { [options.model.provider]: OWN_PRICES },
    log: (message, error) => app.log.warn({ err: error }, message),
  });
  const { root, remove } = await openWorkspace(options.workspace);
  app.addHook('onClose', async () => {
    await monitoring.close();
    await remove();
  });
  try {
    await checkGit(monitoring, root);
    app.setErrorHandler(sendError);
    app.setNotFoundHandler(sendNotFound);
    await app.register(monitoring.fastify);
    addRoutes(app, monitoring, { root, model: options.model, sessionTimeoutMs });
    const url = await app.listen({ port, host });
    return { app, url, workspace: root, monitoring, close: () => close(app) };
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function close(app: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), CLOSE_GRACE_MS);
  await app.close();
  clearTimeout(timer);
}

function addRoutes(
  app: FastifyInstance,
  monitoring: Monitoring,
  { root, model, sessionTimeoutMs }: { root: string; model: ModelOptions; sessionTimeoutMs: number },
): void {
  const services = {
    monitoring,
    sessions: createSessions(monitoring, sessionTimeoutMs),
    findUser: createUsers(monitoring, root),
    askModel: createModelClient(monitoring, model),
    defaultModel: model.name,
  };
  addSessionRoutes(app, services);
  addChatRoutes(app, services);
  addFileRoutes(app, services);
  addVersionRoutes(app, services);
  addProjectRoutes(app, services);
  app.get('/health', () => ({ status: 'ok' }));
}

async function openWorkspace(folder: string | undefined) {
  if (folder === undefined) {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'assistant-')));
    return { root, remove: () => rm(root, { recursive: true, force: true, maxRetries: 3 }) };
  }
  await mkdir(folder, { recursive: true });
  return { root: await realpath(folder), remove: async () => {} };
}

async function checkGit(monitoring: Monitoring, cwd: string): Promise<void> {
  try {
    await monitoring.createGit({ cwd }).run(['--version']);
  } catch (cause) {
    throw new Error('versions are kept by git, which cannot be run here: please install it', { cause });
  }
}
