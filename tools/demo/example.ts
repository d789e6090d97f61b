import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { startNodeProgram } from '../servers/node-program.ts';
import type { RunningServer } from '../servers/running-server.ts';
import type { ServerGroup } from '../servers/server-group.ts';
import { findDataDir } from './data-dir.ts';
import type { DemoPorts } from './ports.ts';
import { issueToken } from './token.ts';

/** The example application with the model server that it talks to, and the aiwatch server beside it. */
export interface Example {
  readonly modelServer: RunningServer;
  readonly assistant: RunningServer;
  readonly aiwatch: RunningServer;
  /** Where the aiwatch server keeps events and keys. */
  readonly aiwatchDataDir: string;
}

export interface ExampleOptions {
  readonly group: ServerGroup;
  readonly ports: DemoPorts;
  /** Folder of the assistant's workspace; made if it is not there. */
  readonly workspace: string;
  /** Arguments of the model server, e.g. `--latency-factor 0.2`. */
  readonly modelArgs?: readonly string[];
  /** More arguments of the aiwatch server, e.g. `--config aiwatch.yml`. */
  readonly serveArgs?: readonly string[];
  /** More environment of the aiwatch server, e.g. `AIWATCH_ALERTMANAGER_URL`. */
  readonly serveEnv?: Readonly<Record<string, string>>;
  /** Told of every line of the aiwatch server: its start, and every alert that it receives. */
  readonly onOutput?: (line: string) => void;
}

/** Both deliver or store what waits before they end, and the server stops its PostgreSQL. */
const STOP_TIMEOUT_MS = 30_000;

/** Starts the three programs, each as its own process; the assistant delivers its events to the aiwatch server. */
export async function startExample(options: ExampleOptions): Promise<Example> {
  const { group, ports, workspace, modelArgs = [] } = options;
  await mkdir(workspace, { recursive: true });
  const aiwatchDataDir = await findDataDir(join(dirname(workspace), 'aiwatch'));
  const aiwatch = await startAiwatch(options, aiwatchDataDir);
  const modelServer = await group.start(signal =>
    startNodeProgram({
      name: 'model server',
      script: 'build/examples/model-server/main.js',
      args: ['--port', String(ports.modelServer), ...modelArgs],
      port: ports.modelServer,
      readyPath: '/health',
      signal,
    }),
  );
  const token = await issueToken(aiwatchDataDir, ['--role', 'service', '--application', 'assistant']);
  const assistant = await startAssistant(options, {
    MODEL_BASE_URL: `${modelServer.url}/v1`,
    AIWATCH_SERVER_URL: aiwatch.url,
    AIWATCH_TOKEN: token,
    AIWATCH_DATA_DIR: join(dirname(workspace), 'assistant'),
    // Some users just vanish; in half an hour their sessions would add up to what looks like a leak.
    SESSION_TIMEOUT_SECONDS: '120',
  });
  return { modelServer, assistant, aiwatch, aiwatchDataDir };
}

function startAiwatch(
  { group, ports, serveArgs = [], serveEnv, onOutput }: ExampleOptions,
  dataDir: string,
): Promise<RunningServer> {
  return group.start(signal =>
    startNodeProgram({
      name: 'aiwatch',
      script: 'dist/cli/main.js',
      args: ['serve', '--port', String(ports.aiwatch), ...serveArgs],
      env: { AIWATCH_DATA_DIR: dataDir, ...serveEnv },
      port: ports.aiwatch,
      readyPath: '/health',
      stopTimeoutMs: STOP_TIMEOUT_MS,
      signal,
      ...(onOutput && { onOutput }),
    }),
  );
}

function startAssistant(
  { group, ports, workspace }: ExampleOptions,
  env: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  return group.start(signal =>
    startNodeProgram({
      name: 'assistant',
      script: 'build/examples/assistant/main.js',
      args: ['--port', String(ports.assistant), '--workspace', workspace],
      env,
      port: ports.assistant,
      readyPath: '/health',
      stopTimeoutMs: STOP_TIMEOUT_MS,
      signal,
    }),
  );
}

/** Where demos keep what they write; outside of git. */
export const DATA_DIR = join(projectRoot, '.data');
