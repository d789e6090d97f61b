export type { HealthChange, HealthCheckResult, HealthStatus } from './api/health.ts';
export { type Config, type LoadConfigOptions, loadConfig } from './config/index.ts';
export { AiwatchError, type ErrorCode, isAiwatchError } from './errors.ts';
export type { ActivityContext, EventInput, EventSink } from './events/index.ts';
export type {
  CheckReport,
  HealthCheck,
  HealthCheckOptions,
  HealthHandler,
  HealthListener,
} from './health/index.ts';
export {
  type BotClient,
  type BotClientOptions,
  type BotMessage,
  type ChangedHealth,
  createBotClient,
  type ExpressMiddleware,
  type FastifyHookOptions,
  type Git,
  GitError,
  type Identify,
  type NodeServerHookOptions,
  type ObserveAiCall,
  type ObserveQueue,
  type ObserveTool,
  type ObserveVersion,
  type OccurredError,
  type ProcessedMessage,
  type QueueSource,
  type RecordError,
  type RecordEvent,
  type RecordMessage,
  type RequestLogger,
  type ResolveApiKey,
  type SessionTracker,
} from './hooks/index.ts';
export { type ReceivedHeaders, type VerifyWebhookOptions, verifyWebhook } from './integrations/index.ts';
export type { Collector, PromRegistry, Registry } from './metrics/index.ts';
export type {
  AiCallObservation,
  AiCallTarget,
  AiErrorType,
  FileOperationObservation,
  PriceTable,
  TokenPrices,
  TokenUsage,
} from './recorders/index.ts';
export {
  type AppLog,
  createLogger,
  createMonitoring,
  type LogConfig,
  type Monitoring,
  type MonitoringHealth,
  type MonitoringOptions,
} from './runtime.ts';
export { VERSION } from './version.ts';
