import type { Catalogue } from '../catalogue/index.ts';
import type { Registry } from '../metrics/index.ts';
import { createAiCallRecorder } from './ai-call.ts';
import { createDevelopmentRecorder } from './development.ts';
import { createFileOperationRecorder } from './file-operation.ts';
import { createHttpRequestRecorder } from './http-request.ts';
import { createProblemRecorder, type ProblemLog } from './problem.ts';
import { createSessionRecorder } from './session.ts';
import { createToolCallRecorder } from './tool-call.ts';
import { createVersionOperationRecorder } from './version-operation.ts';

export type { AiCallObservation, AiCallRecorder, AiCallTarget, AiErrorType, TokenUsage } from './ai-call.ts';
export type { DevelopmentRecorder } from './development.ts';
export type { FileOperationObservation, FileOperationRecorder } from './file-operation.ts';
export { type HttpRequestObservation, type HttpRequestRecorder, UNMATCHED_ROUTE } from './http-request.ts';
export type { ProblemLog, ProblemRecorder } from './problem.ts';
export type { SessionRecorder } from './session.ts';
export type { ToolCallObservation, ToolCallRecorder } from './tool-call.ts';
export type { VersionOperationObservation, VersionOperationRecorder } from './version-operation.ts';

/** One recorder per fact, all on one registry. */
export function createRecorders(registry: Registry, catalogue: Catalogue, log: ProblemLog) {
  return {
    http: createHttpRequestRecorder(registry, catalogue),
    ai: createAiCallRecorder(registry, catalogue),
    tool: createToolCallRecorder(registry, catalogue),
    session: createSessionRecorder(registry, catalogue),
    file: createFileOperationRecorder(registry, catalogue),
    version: createVersionOperationRecorder(registry, catalogue),
    development: createDevelopmentRecorder(registry, catalogue),
    problem: createProblemRecorder(registry, log),
  };
}

export type Recorders = ReturnType<typeof createRecorders>;
