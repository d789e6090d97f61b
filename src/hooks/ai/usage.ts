import type { TokenUsage } from '../../recorders/index.ts';
import { type Fields, fieldsOf } from './fields.ts';
import { reportedCostOf } from './reported-cost.ts';

/** The tokens, and the cost, that an answer or a chunk of a streamed one reports; undefined where it reports none. */
export function usageOf(answer: unknown): TokenUsage | undefined {
  const fields = fieldsOf(answer);
  if (fields === undefined) return undefined;
  // Anthropic's first event, OpenAI's Responses events, and the older client of Gemini wrap the answer.
  const inner = fieldsOf(fields['message']) ?? fieldsOf(fields['response']);
  const gemini = fieldsOf(fields['usageMetadata']) ?? fieldsOf(inner?.['usageMetadata']);
  if (gemini !== undefined) return geminiUsage(gemini);
  const usage = fieldsOf(fields['totalUsage']) ?? fieldsOf(fields['usage']) ?? fieldsOf(inner?.['usage']);
  if (usage === undefined) return undefined;
  const reported = { ...reportedTokens(usage), costUsd: reportedCostOf(usage) };
  // The first event of a stream says what is used before anything is generated; `message_delta` says the rest.
  return fields['type'] === 'message_start' ? { ...reported, output: undefined } : reported;
}

function reportedTokens(usage: Fields): TokenUsage | undefined {
  const has = (...names: readonly string[]) => names.some(name => name in usage);
  if (has('prompt_tokens', 'completion_tokens'))
    return openAiUsage(usage, 'prompt_tokens', 'completion_tokens');
  if (has('input_tokens_details')) return openAiUsage(usage, 'input_tokens', 'output_tokens');
  if (has('input_tokens', 'output_tokens')) return anthropicUsage(usage);
  if (has('inputTokens', 'outputTokens', 'promptTokens', 'completionTokens')) return aiSdkUsage(usage);
  // The AI SDK's embeddings.
  return has('tokens') ? { input: count(usage['tokens']) } : undefined;
}

/**
 * OpenAI: input includes what a cache served and took, output includes reasoning; chat completions and responses name
 * them apart. xAI counts reasoning beside the output, as its total tells.
 */
function openAiUsage(
  usage: Fields,
  input: 'prompt_tokens' | 'input_tokens',
  output: 'completion_tokens' | 'output_tokens',
): TokenUsage {
  const inputDetails = fieldsOf(usage[`${input}_details`]);
  const cacheRead = count(inputDetails?.['cached_tokens']) ?? 0;
  const cacheWrite = count(inputDetails?.['cache_write_tokens']) ?? 0;
  const reasoning = count(fieldsOf(usage[`${output}_details`])?.['reasoning_tokens']) ?? 0;
  const [inputTotal, outputTotal] = [count(usage[input]), count(usage[output])];
  const isReasoningBeside = usage['total_tokens'] === (inputTotal ?? 0) + (outputTotal ?? 0) + reasoning;
  return {
    input: less(inputTotal, cacheRead + cacheWrite),
    output: isReasoningBeside ? outputTotal : less(outputTotal, reasoning),
    cacheRead,
    cacheWrite,
    reasoning,
  };
}

/**
 * The AI SDK: input includes cached tokens, output includes reasoning. Version 6 says so and gives details; version 5
 * passes on what the provider counts, so that a provider that counts them beside is counted too low; version 4 knows
 * prompt and completion only.
 */
function aiSdkUsage(usage: Fields): TokenUsage {
  const input = fieldsOf(usage['inputTokenDetails']);
  const output = fieldsOf(usage['outputTokenDetails']);
  const cacheRead = count(input?.['cacheReadTokens']) ?? count(usage['cachedInputTokens']) ?? 0;
  const cacheWrite = count(input?.['cacheWriteTokens']) ?? 0;
  const reasoning = count(output?.['reasoningTokens']) ?? count(usage['reasoningTokens']) ?? 0;
  return {
    input: less(count(usage['inputTokens']) ?? count(usage['promptTokens']), cacheRead + cacheWrite),
    output: less(count(usage['outputTokens']) ?? count(usage['completionTokens']), reasoning),
    cacheRead,
    cacheWrite,
    reasoning,
  };
}

/**
 * Anthropic: input tokens exclude the cache, output tokens include thinking; a stream's chunks tell input and output
 * apart, each cumulative.
 */
function anthropicUsage(usage: Fields): TokenUsage {
  const reasoning = count(fieldsOf(usage['output_tokens_details'])?.['thinking_tokens']);
  return {
    input: count(usage['input_tokens']),
    output: less(count(usage['output_tokens']), reasoning ?? 0),
    reasoning,
    cacheRead: count(usage['cache_read_input_tokens']),
    cacheWrite: count(usage['cache_creation_input_tokens']),
  };
}

/** Gemini: the prompt includes cached content; thoughts and the results of tools are counted beside. */
function geminiUsage(usage: Fields): TokenUsage {
  const cacheRead = count(usage['cachedContentTokenCount']) ?? 0;
  return {
    input: sum(less(count(usage['promptTokenCount']), cacheRead), count(usage['toolUsePromptTokenCount'])),
    output: count(usage['candidatesTokenCount']),
    cacheRead,
    reasoning: count(usage['thoughtsTokenCount']),
  };
}

/** What later chunks report replaces what earlier ones did: providers report running totals. Nonsense is left out. */
export function mergeUsage(before: TokenUsage, now: TokenUsage | undefined): TokenUsage {
  if (now === undefined) return before;
  const reported = Object.entries(now).filter(([, amount]) => count(amount) !== undefined);
  return { ...before, ...Object.fromEntries(reported) };
}

const KINDS = ['input', 'output', 'cacheRead', 'cacheWrite', 'reasoning', 'costUsd'] as const;

/** What two answers used together. */
export function addUsage(one: TokenUsage, other: TokenUsage): TokenUsage {
  return Object.fromEntries(KINDS.map(kind => [kind, sum(one[kind], other[kind])]));
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
}

/** Never below 0: a provider whose totals exclude the part must not make a negative count. */
function less(total: number | undefined, part: number): number | undefined {
  return total === undefined ? undefined : Math.max(0, total - part);
}
