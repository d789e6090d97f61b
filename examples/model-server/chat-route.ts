import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { composeAnswer } from './answer.ts';
import { buildContextError, buildModelError } from './api-error.ts';
import { type ChatRequest, parseChatRequest } from './chat-request.ts';
import { buildCompletion } from './completion.ts';
import { drawBreak, drawRefusal, type Faults } from './faults.ts';
import { buildTiming, type Generation, sendAnswer, streamAnswer } from './generation.ts';
import { loadJsonBody } from './http.ts';
import { findModel, type Model } from './models.ts';
import type { PromptCache, PromptTokens } from './prompt-cache.ts';
import { buildRandom, type Random } from './random.ts';

/** What happened since the server started. */
export interface ModelServerStats {
  /** Answers given to their end. */
  completed: number;
  /** Answers that the client left before their end. */
  aborted: number;
  /** Answers whose connection was broken on purpose. */
  broken: number;
  /** Answers being generated now. */
  active: number;
  tokensGenerated: number;
}

/** What all requests share. */
export interface ModelServerState {
  readonly seed: string;
  readonly random: Random;
  readonly promptCache: PromptCache;
  readonly stats: ModelServerStats;
  faults: Faults;
}

/** `POST /v1/chat/completions`. Throws an ApiError for everything that is refused. */
export async function handleChat(
  state: ModelServerState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chat = parseChatRequest(await loadJsonBody(request));
  const model = findModel(chat.modelId);
  if (model === undefined) {
    throw buildModelError(chat.modelId);
  }
  const refusal = drawRefusal(state.faults, state.random);
  if (refusal !== undefined) {
    await sleep((model.firstTokenMedianMs / 4) * state.faults.latencyFactor);
    throw refusal;
  }
  const prompt = state.promptCache.count(chat, model);
  if (prompt.total + (chat.maxTokens ?? 0) > model.contextTokens) {
    throw buildContextError(model, prompt.total);
  }
  await answer(state, chat, response, planGeneration(state, chat, model, prompt, response));
}

function planGeneration(
  state: ModelServerState,
  chat: ChatRequest,
  model: Model,
  prompt: PromptTokens,
  response: ServerResponse,
): Generation {
  const { faults, random, stats } = state;
  // The words follow from the seed and the conversation alone; faults and waits from the server's own sequence.
  const words = buildRandom(`${state.seed} ${model.id} ${JSON.stringify(chat.messages)}`);
  const id = `chatcmpl-${Math.floor(random() * 2 ** 52).toString(36)}`;
  const answerPlan = composeAnswer(chat, model, words);
  const completion = buildCompletion(chat, answerPlan, prompt, id, Math.floor(Date.now() / 1000));
  const usage = { promptTokens: prompt.total - prompt.cached, reasoningTokens: completion.reasoningTokens };
  const abort = new AbortController();
  response.once('close', () => abort.abort());
  return {
    completion,
    timing: buildTiming(model, usage, faults.latencyFactor, random),
    includeUsage: chat.includeUsage,
    breakAfter: drawBreak(faults, completion.deltas.length, random),
    signal: abort.signal,
    onToken: () => {
      stats.tokensGenerated += 1;
    },
  };
}

async function answer(
  { stats }: ModelServerState,
  chat: ChatRequest,
  response: ServerResponse,
  generation: Generation,
): Promise<void> {
  stats.active += 1;
  try {
    await (chat.stream ? streamAnswer(response, generation) : sendAnswer(response, generation));
    stats[generation.breakAfter === undefined ? 'completed' : 'broken'] += 1;
  } catch (error) {
    if (!generation.signal.aborted) {
      throw error;
    }
    stats.aborted += 1;
  } finally {
    stats.active -= 1;
  }
}
