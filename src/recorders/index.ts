export {
  type AiCallObservation,
  type AiCallRecorder,
  type AiCallTarget,
  type AiErrorType,
  createAiCallRecorder,
  type TokenUsage,
} from './ai-call.ts';
export type { DeliveryReport } from './delivery/report.ts';
export { createDeliveryFamilies, type DeliverySample, listDeliverySamples } from './delivery/samples.ts';
export { applyReport, type DeliveryState, EMPTY_DELIVERY, MAX_DELIVERY_ENTRIES } from './delivery/state.ts';
export { createDevelopmentRecorder, type DevelopmentRecorder } from './development.ts';
export { createErrorRecorder, type ErrorRecorder } from './error.ts';
export {
  createEventFlowRecorder,
  type EventFlowRecorder,
  type EventRefusal,
  type SpoolReading,
  type StoredBatch,
} from './event-flow.ts';
export {
  createFileOperationRecorder,
  type FileOperationObservation,
  type FileOperationRecorder,
} from './file-operation.ts';
export { createHealthRecorder, type HealthRecorder } from './health.ts';
export {
  createHttpRequestRecorder,
  type HttpRequestObservation,
  type HttpRequestRecorder,
  UNMATCHED_ROUTE,
} from './http-request.ts';
export {
  createIntegrationRecorder,
  type DeliveryAttempt,
  type IntegrationRecorder,
  type IntegrationState,
} from './integration.ts';
export { createLiveRecorder, type LiveRecorder, type ShedReason } from './live.ts';
export { createMessageRecorder, type MessageObservation, type MessageRecorder } from './message.ts';
export type { PriceTable, TokenPrices } from './price.ts';
export { createProblemRecorder, type ProblemLog, type ProblemRecorder } from './problem.ts';
export { createQueueRecorder, type QueueReading, type QueueRecorder } from './queue.ts';
export { createSessionRecorder, type SessionRecorder, type SessionStart } from './session.ts';
export { createStoreUpkeepRecorder, type StoreUpkeepRecorder } from './store-upkeep.ts';
export { createToolCallRecorder, type ToolCallRecorder } from './tool-call.ts';
export {
  createVersionOperationRecorder,
  type VersionOperationObservation,
  type VersionOperationRecorder,
} from './version-operation.ts';
