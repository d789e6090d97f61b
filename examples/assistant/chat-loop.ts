import type { Monitoring } from 'aiwatch';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import type { CompletionUsage } from 'openai/resources/completions';
import { findCodeBlocks } from './code-blocks.ts';
import { buildConversation, keepTurn } from './conversation.ts';
import { type AskModel, type Delta, toMessage } from './model-client.ts';
import type { Session } from './sessions.ts';
import { runTool } from './tools/toolbox.ts';
import type { Workspace } from './workspace.ts';

/** Tokens of an answer, all its calls to the model together. */
export interface ChatUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** What happens while a prompt is answered. */
export type ChatEvent =
  | Delta
  | { readonly type: 'tool'; readonly name: string; readonly result: 'success' | 'error' }
  | { readonly type: 'done'; readonly usage: ChatUsage };

/** A prompt, and whose it is. */
export interface ChatRequest {
  readonly session: Session;
  readonly workspace: Workspace;
  readonly message: string;
  readonly model: string;
  readonly isStreamed: boolean;
  /** Gives the answer up. */
  readonly signal: AbortSignal;
}

// After so many rounds of tools the model has to answer with what it knows.
const MAX_TOOL_ROUNDS = 8;

/** Answers a prompt: asks the model and runs its tools until it has nothing more to call. Throws an AssistantError. */
export async function* runChat(
  monitoring: Monitoring,
  ask: AskModel,
  request: ChatRequest,
): AsyncGenerator<ChatEvent> {
  let text = '';
  try {
    for await (const event of runRounds(monitoring, ask, request)) {
      text += event.type === 'delta' ? event.text : '';
      yield event;
    }
  } finally {
    for (const { language, isComplete } of findCodeBlocks(text)) {
      monitoring.development.codeGenerated(language, isComplete ? 'success' : 'error');
    }
  }
}

async function* runRounds(
  monitoring: Monitoring,
  ask: AskModel,
  request: ChatRequest,
): AsyncGenerator<ChatEvent> {
  const { session, workspace, model, isStreamed, signal } = request;
  const turn: ChatCompletionMessageParam[] = [{ role: 'user', content: request.message }];
  let usage: ChatUsage = { promptTokens: 0, completionTokens: 0 };
  for (let round = 0; ; round += 1) {
    const messages = buildConversation(session, turn);
    const mayCallTools = round < MAX_TOOL_ROUNDS;
    const reply = yield* ask({ model, messages, mayCallTools, isStreamed, signal });
    usage = addUsage(usage, reply.usage);
    turn.push(toMessage(reply));
    if (reply.toolCalls.length === 0) {
      break;
    }
    for (const call of reply.toolCalls) {
      const { result, output } = await runTool(monitoring, workspace, call);
      turn.push({ role: 'tool', tool_call_id: call.id, content: output });
      yield { type: 'tool', name: call.name, result };
    }
  }
  // Only a turn that came to its end is kept: one that failed is not to make the next ones fail as well.
  keepTurn(session, turn);
  yield { type: 'done', usage };
}

function addUsage(sum: ChatUsage, usage: CompletionUsage | undefined): ChatUsage {
  return {
    promptTokens: sum.promptTokens + (usage?.prompt_tokens ?? 0),
    completionTokens: sum.completionTokens + (usage?.completion_tokens ?? 0),
  };
}
