import { z } from 'zod';
import { ApiError } from './api-error.ts';

/** One call of a tool, with its arguments as JSON text. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** One message of the conversation. */
export interface ChatMessage {
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool';
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  /** For the role `tool`: the call that this is the result of. */
  readonly toolCallId: string | undefined;
}

/** A request for a chat completion, checked and reduced to what this server uses. */
export interface ChatRequest {
  readonly modelId: string;
  readonly messages: readonly ChatMessage[];
  readonly toolNames: readonly string[];
  /** The offered tools as JSON text; they cost prompt tokens. Empty without tools. */
  readonly toolsJson: string;
  /** `none`, `auto`, `required`, or the name of the one tool that must be called. */
  readonly toolChoice: { readonly mode: 'none' | 'auto' | 'required' } | { readonly name: string };
  readonly stream: boolean;
  readonly includeUsage: boolean;
  /** The most tokens that may be generated, reasoning included. */
  readonly maxTokens: number | undefined;
}

const textPart = z.looseObject({ type: z.literal('text'), text: z.string() });
const toolCall = z.looseObject({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.looseObject({ name: z.string().min(1), arguments: z.string() }),
});
const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: z.union([z.string(), z.array(textPart).min(1)], 'expected a string or text parts').nullish(),
  tool_calls: z.array(toolCall).nullish(),
  tool_call_id: z.string().nullish(),
});
const tool = z.looseObject({
  type: z.literal('function'),
  function: z.looseObject({ name: z.string().min(1) }),
});
const toolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.looseObject({ type: z.literal('function'), function: z.looseObject({ name: z.string().min(1) }) }),
]);
const chatBody = z.looseObject({
  model: z.string().min(1),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  tools: z.array(tool).nullish(),
  tool_choice: toolChoice.nullish(),
  max_tokens: z.int().positive().nullish(),
  max_completion_tokens: z.int().positive().nullish(),
  n: z.literal(1, 'only one choice per request is supported').nullish(),
});

type ChatBody = z.infer<typeof chatBody>;

/** Checks the body of `POST /v1/chat/completions`. Throws a 400 ApiError that names the wrong parameter. */
export function parseChatRequest(body: unknown): ChatRequest {
  const parsed = chatBody.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const param = issue?.path.join('.') ?? '';
    throw buildParameterError(param === '' ? 'body' : param, issue?.message ?? 'invalid');
  }
  const { data } = parsed;
  if (data.stream_options && data.stream !== true) {
    throw buildParameterError('stream_options', "only allowed when 'stream' is enabled");
  }
  const messages = data.messages.map(toMessage);
  checkToolResults(messages);
  return { ...toToolSettings(data), ...toOutputSettings(data), modelId: data.model, messages };
}

function buildParameterError(param: string, reason: string): ApiError {
  return new ApiError(400, `Invalid value for '${param}': ${reason}.`, { param, code: 'invalid_value' });
}

function toMessage(raw: z.infer<typeof message>): ChatMessage {
  const { content } = raw;
  return {
    role: raw.role,
    text: typeof content === 'string' ? content : (content ?? []).map(part => part.text).join(''),
    toolCalls: (raw.tool_calls ?? []).map(call => ({ id: call.id, ...call.function })),
    toolCallId: raw.tool_call_id ?? undefined,
  };
}

function toToolSettings(data: ChatBody): Pick<ChatRequest, 'toolNames' | 'toolsJson' | 'toolChoice'> {
  const tools = data.tools ?? [];
  const choice = data.tool_choice ?? 'auto';
  return {
    toolNames: tools.map(offered => offered.function.name),
    toolsJson: tools.length === 0 ? '' : JSON.stringify(tools),
    toolChoice: typeof choice === 'string' ? { mode: choice } : { name: choice.function.name },
  };
}

function toOutputSettings(data: ChatBody): Pick<ChatRequest, 'stream' | 'includeUsage' | 'maxTokens'> {
  return {
    stream: data.stream === true,
    includeUsage: data.stream_options?.include_usage === true,
    maxTokens: data.max_completion_tokens ?? data.max_tokens ?? undefined,
  };
}

/** Every tool result must answer a call made by an earlier assistant message, as the real API demands. */
function checkToolResults(messages: readonly ChatMessage[]): void {
  const called = new Set<string>();
  for (const [index, { role, toolCalls, toolCallId }] of messages.entries()) {
    for (const call of toolCalls) {
      called.add(call.id);
    }
    if (role === 'tool' && !called.has(toolCallId ?? '')) {
      throw buildParameterError(`messages.${index}`, "a 'tool' message must answer an earlier 'tool_calls'");
    }
  }
}
