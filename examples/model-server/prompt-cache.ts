import type { ChatRequest } from './chat-request.ts';
import type { Model } from './models.ts';
import { hashText } from './random.ts';
import { countTokens } from './tokens.ts';

/** What a prompt costs. */
export interface PromptTokens {
  readonly total: number;
  /** Of these, how many were read from the cache. */
  readonly cached: number;
}

/** Remembers beginnings of prompts per model, as providers do, so that a growing conversation costs less. */
export interface PromptCache {
  /** Counts the tokens of a prompt and how many of them an earlier prompt began with; remembers the prompt. */
  count(request: ChatRequest, model: Model): PromptTokens;
}

const MAX_PREFIXES = 5_000;
// The real API caches from 1,024 tokens on in steps of 128; short example conversations would never show it.
const STEP_TOKENS = 32;
// What a message costs beside its text: role and separators.
const MESSAGE_TOKENS = 3;

/** A cache of at most 5,000 prefixes; the oldest are forgotten first. */
export function buildPromptCache(): PromptCache {
  const known = new Set<string>();
  const remember = (prefix: string): void => {
    known.delete(prefix);
    known.add(prefix);
    const [oldest] = known;
    if (known.size > MAX_PREFIXES && oldest !== undefined) {
      known.delete(oldest);
    }
  };
  return {
    count(request, model) {
      let total = countTokens(request.toolsJson);
      let cached = 0;
      let prefix = `${model.id} ${hashText(request.toolsJson)}`;
      for (const message of request.messages) {
        const text = message.text + message.toolCalls.map(call => call.name + call.arguments).join('');
        total += countTokens(text) + MESSAGE_TOKENS;
        prefix = `${model.id} ${hashText(`${prefix} ${message.role} ${text}`)} ${total}`;
        cached = known.has(prefix) ? total : cached;
        remember(prefix);
      }
      return { total, cached: Math.floor(cached / STEP_TOKENS) * STEP_TOKENS };
    },
  };
}
