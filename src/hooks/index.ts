export { createAiHook, type ObserveAiCall } from './ai/index.ts';
export {
  type BotClient,
  type BotClientOptions,
  createBotClient,
} from './bot/bot-client.ts';
export type { ChangedHealth, OccurredError, ProcessedMessage } from './bot/bot-reports.ts';
export { createCustomEventHook, type RecordEvent } from './custom-event.ts';
export { createErrorHook, type RecordError } from './error.ts';
export { instrumentFs } from './file.ts';
export { createGit, type Git, GitError, type GitOptions } from './git.ts';
export type { ResolveApiKey } from './http/api-key.ts';
export { createExpressMiddleware, type ExpressMiddleware } from './http/express.ts';
export { createFastifyPlugin, type FastifyHookOptions } from './http/fastify.ts';
export type { HttpHookOptions, Identify } from './http/http-hook.ts';
export { instrumentServer, type NodeServerHookOptions } from './http/node-server.ts';
export { requestIdOf } from './http/request-id.ts';
export type { RequestLogger } from './http/request-log.ts';
export { type BotMessage, createMessageHook, type RecordMessage } from './message.ts';
export { createQueueHook, type ObserveQueue, type QueueSource } from './queue.ts';
export { createSessionTracker, type SessionTracker } from './session.ts';
export { createToolHook, type ObserveTool } from './tool.ts';
export { createVersionHook, type ObserveVersion } from './version.ts';
