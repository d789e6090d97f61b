import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { CompletionUsage } from 'openai/resources/completions';
import type { Answer } from './answer.ts';
import type { ChatRequest } from './chat-request.ts';
import type { PromptTokens } from './prompt-cache.ts';
import { splitTokens } from './tokens.ts';

type Delta = ChatCompletionChunk.Choice.Delta;
type FinishReason = 'stop' | 'length' | 'tool_calls';

/** A finished plan of an answer, cut into the deltas in which it is sent: one per token. */
export interface Completion {
  readonly id: string;
  /** Unix time. */
  readonly createdSeconds: number;
  readonly modelId: string;
  readonly deltas: readonly Delta[];
  readonly reasoningTokens: number;
  readonly finishReason: FinishReason;
  readonly usage: CompletionUsage;
}

/** Plans a completion; `maxTokens` of the request cuts it short with the finish reason `length`. */
export function buildCompletion(
  request: ChatRequest,
  answer: Answer,
  prompt: PromptTokens,
  id: string,
  createdSeconds: number,
): Completion {
  const maxTokens = request.maxTokens ?? Number.POSITIVE_INFINITY;
  const reasoningTokens = Math.min(answer.reasoningTokens, maxTokens);
  const all = buildDeltas(answer);
  const deltas = all.slice(0, maxTokens - reasoningTokens);
  const complete = answer.toolCalls.length > 0 ? 'tool_calls' : 'stop';
  return {
    id,
    createdSeconds,
    modelId: request.modelId,
    deltas,
    reasoningTokens,
    finishReason: deltas.length < all.length ? 'length' : complete,
    usage: buildUsage(prompt, deltas.length + reasoningTokens, reasoningTokens),
  };
}

function buildDeltas(answer: Answer): Delta[] {
  const text = splitTokens(answer.text).map(content => ({ content }));
  const calls = answer.toolCalls.flatMap((call, index) => [
    {
      tool_calls: [
        { index, id: call.id, type: 'function' as const, function: { name: call.name, arguments: '' } },
      ],
    },
    ...splitTokens(call.arguments).map(piece => ({
      tool_calls: [{ index, function: { arguments: piece } }],
    })),
  ]);
  return [...text, ...calls];
}

function buildUsage(
  prompt: PromptTokens,
  completionTokens: number,
  reasoningTokens: number,
): CompletionUsage {
  return {
    prompt_tokens: prompt.total,
    completion_tokens: completionTokens,
    total_tokens: prompt.total + completionTokens,
    prompt_tokens_details: { cached_tokens: prompt.cached, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

/** One frame of a stream that carries a delta; the last of them carries the finish reason. */
export function buildChunk(
  completion: Completion,
  delta: Delta,
  finishReason: FinishReason | null,
): ChatCompletionChunk {
  return {
    ...buildChunkHead(completion),
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
  };
}

/** The frame after the last delta, which carries the usage and no choice. */
export function buildUsageChunk(completion: Completion): ChatCompletionChunk {
  return { ...buildChunkHead(completion), choices: [], usage: completion.usage };
}

function buildChunkHead(completion: Completion): Omit<ChatCompletionChunk, 'choices'> {
  return {
    id: completion.id,
    object: 'chat.completion.chunk',
    created: completion.createdSeconds,
    model: completion.modelId,
  };
}

/** The whole answer as one body. */
export function buildResponseBody(completion: Completion): ChatCompletion {
  const content = completion.deltas.map(delta => delta.content ?? '').join('');
  const toolCalls = joinToolCalls(completion.deltas);
  return {
    id: completion.id,
    object: 'chat.completion',
    created: completion.createdSeconds,
    model: completion.modelId,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: toolCalls.length > 0 ? null : content,
          refusal: null,
          ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
        },
        logprobs: null,
        finish_reason: completion.finishReason,
      },
    ],
    usage: completion.usage,
  };
}

function joinToolCalls(deltas: readonly Delta[]) {
  const calls: { id: string; type: 'function'; function: { name: string; arguments: string } }[] = [];
  for (const piece of deltas.flatMap(delta => delta.tool_calls ?? [])) {
    const call = calls[piece.index];
    if (call === undefined) {
      const name = piece.function?.name ?? '';
      calls[piece.index] = { id: piece.id ?? '', type: 'function', function: { name, arguments: '' } };
    } else {
      call.function.arguments += piece.function?.arguments ?? '';
    }
  }
  return calls;
}
