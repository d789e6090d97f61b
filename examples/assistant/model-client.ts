import type { Monitoring } from 'aiwatch';
import OpenAI from 'openai';
import type {
  ChatCompletionChunk,
  ChatCompletionMessageFunctionToolCall,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import type { CompletionUsage } from 'openai/resources/completions';
import { AssistantError } from './errors.ts';
import { toModelError } from './model-error.ts';
import { createModelQueue } from './model-queue.ts';
import { OFFERED_TOOLS, type ToolCall } from './tools/toolbox.ts';

/** Where the model is. */
export interface ModelOptions {
  /** An OpenAI-compatible API, such as `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The model that answers unless a request names another. */
  readonly name: string;
  /** Models that requests name; the AI metrics show any other as `other`, so that no client can make up series. */
  readonly known: readonly string[];
  /** Label `provider` of the AI metrics. */
  readonly provider: string;
  /** How many calls may run at once, a whole number above 0; the others wait. */
  readonly maxActiveCalls: number;
}

/** One question to the model. */
interface ModelRequest {
  readonly model: string;
  readonly messages: readonly ChatCompletionMessageParam[];
  /** Whether the model may call tools. */
  readonly mayCallTools: boolean;
  readonly isStreamed: boolean;
  /** Gives the call up. */
  readonly signal: AbortSignal;
}

/** A piece of the answer's text. */
export interface Delta {
  readonly type: 'delta';
  readonly text: string;
}

/** The whole answer. */
export interface ModelReply {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly usage: CompletionUsage | undefined;
}

/** Asks the model: yields the text as it comes and returns the whole answer. Throws an AssistantError. */
export type AskModel = (request: ModelRequest) => AsyncGenerator<Delta, ModelReply>;

/** Makes the one place where the model is called. */
export function createModelClient(monitoring: Monitoring, options: ModelOptions): AskModel {
  const { baseUrl, apiKey, provider } = options;
  const known = new Set([options.name, ...options.known]);
  const targetOf = ({ model }: ModelRequest) => ({ provider, model: known.has(model) ? model : 'other' });
  // No retries within the client: they would hide errors and waiting from the metrics, and from the user.
  const { completions } = new OpenAI({ baseURL: baseUrl, apiKey, maxRetries: 0 }).chat;
  const queue = createModelQueue(options.maxActiveCalls);
  monitoring.observeQueue({ name: 'model_calls', length: queue.length, active: queue.active });

  async function* stream(request: ModelRequest): AsyncGenerator<Delta, ModelReply> {
    const chunks = await monitoring.observeAiCall(
      targetOf(request),
      () =>
        completions.create(
          { ...toBody(request), stream: true, stream_options: { include_usage: true } },
          request,
        ),
      { prompt: request.messages },
    );
    let [text, usage]: [string, CompletionUsage | undefined] = ['', undefined];
    const toolCalls: ToolCall[] = [];
    for await (const chunk of chunks) {
      const delta = chunk.choices[0]?.delta;
      usage = chunk.usage ?? usage;
      mergeToolCalls(toolCalls, delta?.tool_calls ?? []);
      if (delta?.content) {
        text += delta.content;
        yield { type: 'delta', text: delta.content };
      }
    }
    return { text, toolCalls, usage };
  }

  async function* complete(request: ModelRequest): AsyncGenerator<Delta, ModelReply> {
    const { choices, usage } = await monitoring.observeAiCall(
      targetOf(request),
      () => completions.create(toBody(request), request),
      { prompt: request.messages },
    );
    const message = choices[0]?.message;
    const text = message?.content ?? '';
    if (text !== '') {
      yield { type: 'delta', text };
    }
    const calls = (message?.tool_calls ?? []).filter(call => call.type === 'function');
    return { text, toolCalls: calls.map(call => ({ id: call.id, ...call.function })), usage };
  }

  return async function* ask(request) {
    let reply: ModelReply;
    let leave = (): void => {};
    try {
      leave = await queue.enter(request.signal);
      reply = yield* request.isStreamed ? stream(request) : complete(request);
    } catch (error) {
      throwIfGivenUp(request.signal);
      throw toModelError(error);
    } finally {
      leave();
    }
    // A stream that is given up ends without an error.
    throwIfGivenUp(request.signal);
    return reply;
  };
}

function throwIfGivenUp(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new AssistantError(503, 'interrupted', 'The answer was interrupted.');
  }
}

function toBody({ model, messages, mayCallTools }: ModelRequest) {
  return {
    model,
    messages: [...messages],
    tools: OFFERED_TOOLS,
    tool_choice: mayCallTools ? ('auto' as const) : ('none' as const),
  };
}

/** Calls of tools come in pieces: the first has id and name, the others more of the arguments. */
function mergeToolCalls(
  calls: ToolCall[],
  pieces: readonly ChatCompletionChunk.Choice.Delta.ToolCall[],
): void {
  for (const { index, id, function: piece } of pieces) {
    const known = calls[index] ?? { id: '', name: '', arguments: '' };
    calls[index] = {
      id: id ?? known.id,
      name: piece?.name ?? known.name,
      arguments: known.arguments + (piece?.arguments ?? ''),
    };
  }
}

/** An answer as it is told to the model again, as part of the conversation. */
export function toMessage({ text, toolCalls }: ModelReply): ChatCompletionMessageParam {
  const calls = toolCalls.map(
    (call): ChatCompletionMessageFunctionToolCall => ({
      id: call.id,
      type: 'function',
      function: { name: call.name, arguments: call.arguments },
    }),
  );
  return { role: 'assistant', content: text, ...(calls.length > 0 && { tool_calls: calls }) };
}
