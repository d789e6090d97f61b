import { type ContextSink, cutText, fitText, type JsonObject } from '../events/index.ts';
import type { AiCallObservation, TokenUsage } from './ai-call.ts';
import { createErrorRecorder } from './error.ts';
import { type FailureEventOptions, toMilliseconds } from './event-options.ts';

/** Operations that are no chat: nobody is answered. The names are OpenTelemetry's where it has one. */
const OTHER_OPERATIONS: ReadonlySet<string> = new Set([
  'embeddings',
  'moderation',
  'rerank',
  'retrieval',
  'create_agent',
  'execute_tool',
]);

/** Of a prompt and of an answer; both together leave room in an event for the rest. */
const MAX_TEXT_BYTES = 110 * 1024;
/** Of the names of a model and of a provider. */
const MAX_NAME_LENGTH = 200;

/** Makes the events of calls to models: one of the chat, and one of what failed. */
export function createAiCallEvents(events: ContextSink, { errors }: FailureEventOptions) {
  const failures = errors ?? createErrorRecorder({ events });
  return (observation: AiCallObservation, costUsd: number | undefined): void => {
    const { provider, model, operation = 'chat', context, error, status, errorType } = observation;
    if (!OTHER_OPERATIONS.has(operation)) {
      events.emitIn(context, { type: 'chat', event: 'message', data: buildData(observation, costUsd) });
    }
    if (status !== 'error' || error === undefined) return;
    failures.record({ error, context, about: { provider, model, operation, kind: errorType ?? 'unknown' } });
  };
}

function buildData(observation: AiCallObservation, costUsd: number | undefined): JsonObject {
  const { provider, model, prompt, answer, usage, status, timeToFirstTokenSeconds } = observation;
  const tokensUsed = tokensOf(usage);
  return {
    ...(prompt !== undefined && {
      userMessage: fitText(prompt, MAX_TEXT_BYTES),
      messageLength: prompt.length,
    }),
    ...(answer !== undefined && {
      assistantResponse: fitText(answer, MAX_TEXT_BYTES),
      responseLength: observation.answerLength ?? answer.length,
    }),
    ...(tokensUsed > 0 && { tokensUsed }),
    model: cutText(model, MAX_NAME_LENGTH),
    duration: toMilliseconds(observation.durationSeconds),
    provider: cutText(provider, MAX_NAME_LENGTH),
    status,
    streamed: observation.isStreamed,
    ...(timeToFirstTokenSeconds !== undefined && {
      timeToFirstToken: toMilliseconds(timeToFirstTokenSeconds),
    }),
    ...(costUsd !== undefined && { costUsd }),
  };
}

/** The kinds are disjoint, so that their sum is what was used. */
function tokensOf({ input, output, cacheRead, cacheWrite, reasoning }: TokenUsage): number {
  return (input ?? 0) + (output ?? 0) + (cacheRead ?? 0) + (cacheWrite ?? 0) + (reasoning ?? 0);
}
