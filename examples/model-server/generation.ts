import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { buildChunk, buildResponseBody, buildUsageChunk, type Completion } from './completion.ts';
import type { Model } from './models.ts';
import { pickLogNormal, type Random } from './random.ts';

/** When each part of an answer is due. */
export interface Timing {
  readonly firstTokenMs: number;
  /** Time from one token to the next; another draw at every call. */
  readonly nextTokenMs: () => number;
}

/** How one answer is to be given. */
export interface Generation {
  readonly completion: Completion;
  readonly timing: Timing;
  readonly includeUsage: boolean;
  /** Break the connection after this many deltas; undefined to give the whole answer. */
  readonly breakAfter: number | undefined;
  /** Aborted when the client has gone or the server closes; generation stops by throwing its reason. */
  readonly signal: AbortSignal;
  readonly onToken: () => void;
}

// Reading a prompt is fast but not free: about 20,000 tokens per second.
const PROMPT_TOKEN_MS = 0.05;

/** Draws the timing of one answer: log-normal waits around the model's medians, reasoning before the first token. */
export function buildTiming(
  model: Model,
  usage: { readonly promptTokens: number; readonly reasoningTokens: number },
  latencyFactor: number,
  random: Random,
): Timing {
  const tokenMs = 1000 / model.tokensPerSecond;
  const thinkingMs = usage.reasoningTokens * tokenMs + usage.promptTokens * PROMPT_TOKEN_MS;
  return {
    firstTokenMs: latencyFactor * (pickLogNormal(random, model.firstTokenMedianMs, 0.45) + thinkingMs),
    nextTokenMs: () => latencyFactor * pickLogNormal(random, tokenMs, 0.35),
  };
}

/** Gives the answer as server-sent events, at the pace of its timing. */
export async function streamAnswer(response: ServerResponse, generation: Generation): Promise<void> {
  const { completion } = generation;
  const send = async (data: unknown): Promise<void> => {
    if (!response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`)) {
      await once(response, 'drain', { signal: generation.signal });
    }
  };
  await generate(generation, async index => {
    if (index === 0) {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache',
      });
      await send(buildChunk(completion, { role: 'assistant', content: '' }, null));
    }
    const delta = completion.deltas[index];
    if (delta !== undefined) {
      await send(buildChunk(completion, delta, null));
    }
  });
  if (generation.breakAfter !== undefined) {
    await breakConnection(response);
    return;
  }
  await send(buildChunk(completion, {}, completion.finishReason));
  if (generation.includeUsage) {
    await send(buildUsageChunk(completion));
  }
  await send('[DONE]');
  response.end();
}

/** Gives the answer as one JSON body, after the time that its generation takes. */
export async function sendAnswer(response: ServerResponse, generation: Generation): Promise<void> {
  await generate(generation, async () => {});
  if (generation.breakAfter !== undefined) {
    await breakConnection(response);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(buildResponseBody(generation.completion)));
}

/** Waits for each token and hands on its index; at least once, so that an empty answer begins too. */
async function generate(generation: Generation, onDelta: (index: number) => Promise<void>): Promise<void> {
  const { completion, timing, signal } = generation;
  const count = generation.breakAfter ?? completion.deltas.length;
  let dueMs = performance.now() + timing.firstTokenMs;
  for (let index = 0; index < Math.max(count, 1); index += 1) {
    const waitMs = dueMs - performance.now();
    // Timers have a resolution of 1 ms: what is due sooner goes out together with its predecessor.
    if (waitMs >= 1) {
      await sleep(waitMs, undefined, { signal });
    }
    signal.throwIfAborted();
    generation.onToken();
    await onDelta(index);
    dueMs += timing.nextTokenMs();
  }
}

/** Closes the socket in the middle of the answer; what was written before still leaves. */
async function breakConnection(response: ServerResponse): Promise<void> {
  await nextTurn();
  response.destroy();
}
