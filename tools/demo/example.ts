import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { startNodeProgram } from '../servers/node-program.ts';
import type { RunningServer } from '../servers/running-server.ts';
import type { ServerGroup } from '../servers/server-group.ts';
import type { DemoPorts } from './ports.ts';

/** The example application with the model server that it talks to, and the aiwatch server beside it. */
export interface Example {
  readonly modelServer: RunningServer;
  readonly assistant: RunningServer;
  readonly aiwatch: RunningServer;
}

export interface ExampleOptions {
  readonly group: ServerGroup;
  readonly ports: DemoPorts;
  /** Folder of the assistant's workspace; made if it is not there. */
  readonly workspace: string;
  /** Arguments of the model server, e.g. `--latency-factor 0.2`. */
  readonly modelArgs?: readonly string[];
  /** Told of every line of the aiwatch server: its start, and every alert that it receives. */
  readonly onOutput?: (line: string) => void;
}

/** Starts the three programs, each as its own process. */
export async function startExample(options: ExampleOptions): Promise<Example> {
  const { group, ports, workspace, modelArgs = [], onOutput } = options;
  await mkdir(workspace, { recursive: true });
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
  const assistant = await group.start(signal =>
    startNodeProgram({
      name: 'assistant',
      script: 'build/examples/assistant/main.js',
      args: ['--port', String(ports.assistant), '--workspace', workspace],
      env: {
        MODEL_BASE_URL: `${modelServer.url}/v1`,
        // Some users just vanish; in half an hour their sessions would add up to what looks like a leak.
        SESSION_TIMEOUT_SECONDS: '120',
      },
      port: ports.assistant,
      readyPath: '/health',
      signal,
    }),
  );
  const aiwatch = await group.start(signal =>
    startNodeProgram({
      name: 'aiwatch',
      script: 'dist/cli/main.js',
      args: ['serve', '--port', String(ports.aiwatch)],
      env: { AIWATCH_DATA_DIR: join(dirname(workspace), 'aiwatch') },
      port: ports.aiwatch,
      readyPath: '/health',
      signal,
      ...(onOutput && { onOutput }),
    }),
  );
  return { modelServer, assistant, aiwatch };
}

/** Where demos keep what they write; outside of git. */
export const DATA_DIR = join(projectRoot, '.data');
