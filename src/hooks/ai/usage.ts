import type { TokenUsage } from '../../recorders/index.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The tokens that an answer, or a chunk of a streamed one, reports; undefined where it reports none. */
export function usageOf(answer: unknown): TokenUsage | undefined {
  const fields = fieldsOf(answer);
  if (fields === undefined) return undefined;
  const gemini = fieldsOf(fields['usageMetadata']);
  if (gemini !== undefined) return geminiUsage(gemini);
  const message = fieldsOf(fields['message']) ?? fieldsOf(fields['response']);
  const usage = fieldsOf(fields['usage']) ?? fieldsOf(message?.['usage']);
  if (usage === undefined) return undefined;
  if ('prompt_tokens' in usage || 'completion_tokens' in usage) return openAiUsage(usage);
  if ('input_tokens_details' in usage || 'output_tokens_details' in usage) return openAiResponsesUsage(usage);
  if (!('input_tokens' in usage || 'output_tokens' in usage)) return undefined;
  const reported = anthropicUsage(usage);
  // The first event of a stream says what is used before anything is generated; `message_delta` says the rest.
  return fields['type'] === 'message_start' ? { ...reported, output: undefined } : reported;
}

/** OpenAI chat completions: prompt tokens include cached ones, completion tokens include reasoning. */
function openAiUsage(usage: Fields): TokenUsage {
  const cacheRead = count(fieldsOf(usage['prompt_tokens_details'])?.['cached_tokens']) ?? 0;
  const reasoning = count(fieldsOf(usage['completion_tokens_details'])?.['reasoning_tokens']) ?? 0;
  return {
    input: less(count(usage['prompt_tokens']), cacheRead),
    output: less(count(usage['completion_tokens']), reasoning),
    cacheRead,
    reasoning,
  };
}

/** OpenAI responses: the same, under other names. */
function openAiResponsesUsage(usage: Fields): TokenUsage {
  const cacheRead = count(fieldsOf(usage['input_tokens_details'])?.['cached_tokens']) ?? 0;
  const reasoning = count(fieldsOf(usage['output_tokens_details'])?.['reasoning_tokens']) ?? 0;
  return {
    input: less(count(usage['input_tokens']), cacheRead),
    output: less(count(usage['output_tokens']), reasoning),
    cacheRead,
    reasoning,
  };
}

/** Anthropic: input tokens exclude the cache; a stream's chunks tell input and output apart, each cumulative. */
function anthropicUsage(usage: Fields): TokenUsage {
  return {
    input: count(usage['input_tokens']),
    output: count(usage['output_tokens']),
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

/** What later chunks report replaces what earlier ones did: providers report running totals. */
export function mergeUsage(before: TokenUsage, now: TokenUsage | undefined): TokenUsage {
  if (now === undefined) return before;
  const reported = Object.entries(now).filter(([, tokens]) => tokens !== undefined);
  return { ...before, ...Object.fromEntries(reported) };
}

/** Whether a chunk of a streamed answer carries something generated: text, reasoning, or a piece of a tool call. */
export function hasContent(chunk: unknown): boolean {
  const fields = fieldsOf(chunk);
  if (fields === undefined) return typeof chunk === 'string' && chunk !== '';
  const choices = fields['choices'];
  if (Array.isArray(choices))
    return choices.map(fieldsOf).some(choice => hasOpenAiDelta(choice?.['delta']) || hasText(choice));
  if (typeof fields['type'] === 'string')
    return /delta/.test(fields['type']) && fields['type'] !== 'message_delta';
  const candidates = fields['candidates'];
  return Array.isArray(candidates) && candidates.some(one => fieldsOf(one)?.['content'] !== undefined);
}

/** Legacy completions carry the text itself. */
function hasText(choice: Fields | undefined): boolean {
  return typeof choice?.['text'] === 'string' && choice['text'] !== '';
}

const EMPTY_DELTA: ReadonlySet<unknown> = new Set([undefined, null, '']);

function hasOpenAiDelta(delta: unknown): boolean {
  return Object.entries(fieldsOf(delta) ?? {}).some(
    ([name, value]) => name !== 'role' && !EMPTY_DELTA.has(value),
  );
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
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
