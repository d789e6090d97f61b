import * as nodeFs from 'node:fs/promises';
import type { Server } from 'node:http';
import {
  createAiHook,
  createCustomEventHook,
  createErrorHook,
  createExpressMiddleware,
  createGit,
  createMessageHook,
  createQueueHook,
  createSessionTracker,
  createToolHook,
  createVersionHook,
  type GitOptions,
  instrumentFs,
  instrumentServer,
  type NodeServerHookOptions,
} from '../hooks/index.ts';
import {
  createAiCallRecorder,
  createDevelopmentRecorder,
  createErrorRecorder,
  createFileOperationRecorder,
  createMessageRecorder,
  createQueueRecorder,
  createSessionRecorder,
  createToolCallRecorder,
  createVersionOperationRecorder,
  type ErrorRecorder,
  type PriceTable,
} from '../recorders/index.ts';
import type { Exporter } from './exporter.ts';

/** What an application says of the repository that a git command line is for. */
export type RepositoryOptions = Omit<GitOptions, 'recorder' | 'problem'>;

/** Settings of single hooks. */
export interface HookSettings {
  readonly sessions?: {
    /** A session without activity for so long has expired. @default 30 minutes */
    readonly timeoutMs?: number;
  };
  /** Prices of models that are not public, or differ from the public ones that aiwatch knows. @default none */
  readonly prices?: PriceTable;
}

type HookParts = Pick<Exporter, 'registry' | 'catalogue' | 'http' | 'events'>;

/** Makes all hooks of an application, none of which observes anything yet. Throws CONFIG_… for a wrong setting. */
export function createHooks({ registry, catalogue, http, events }: HookParts, options: HookSettings) {
  const { problem } = http;
  const file = { recorder: createFileOperationRecorder(registry, catalogue), problem };
  const errors = createErrorRecorder({ events });
  const aiCall = createAiCallRecorder(registry, catalogue, { prices: options.prices, events, errors });
  const toolCall = createToolCallRecorder(registry, catalogue, { events, errors });
  const version = { recorder: createVersionOperationRecorder(registry, catalogue), problem };
  const development = createDevelopmentRecorder(registry, catalogue);
  const recorder = createSessionRecorder(registry, catalogue, { events });
  return {
    express: () => createExpressMiddleware(http),
    instrumentServer: (server: Server, hook: NodeServerHookOptions = {}) =>
      instrumentServer(server, hook, http),
    observeAiCall: createAiHook({ recorder: aiCall, problem }),
    aiCalls: {
      takesContent: aiCall.takesContent,
      begin: problem.guard('ai', aiCall.begin),
      record: problem.guard('ai', aiCall.record),
    },
    observeTool: createToolHook({ recorder: toolCall, problem }),
    observeQueue: createQueueHook({ recorder: createQueueRecorder(registry, catalogue), problem }),
    observeVersion: createVersionHook(version),
    createGit: (repository: RepositoryOptions) => createGit({ ...version, ...repository }),
    sessions: createSessionTracker({ recorder, problem, ...options.sessions }),
    fs: instrumentFs(nodeFs, file),
    instrumentFs: (fs: typeof nodeFs) => instrumentFs(fs, file),
    files: { record: problem.guard('file', file.recorder.record) },
    development: {
      codeGenerated: problem.guard('development', development.codeGenerated),
      projectCreated: development.projectCreated,
    },
    ...createEventHooks({ registry, catalogue, http, events }, errors),
  };
}

/** What an application tells by itself. */
function createEventHooks({ registry, catalogue, http, events }: HookParts, errors: ErrorRecorder) {
  const { problem } = http;
  return {
    recordError: createErrorHook({ recorder: errors, problem }),
    recordMessage: createMessageHook({
      recorder: createMessageRecorder(registry, catalogue, { events }),
      problem,
    }),
    recordEvent: createCustomEventHook({ events, problem }),
  };
}
