import type { ModelPrice } from '@pydantic/genai-prices';
import { AiwatchError, describe } from '../errors.ts';
import type { AiCallTarget, TokenUsage } from './ai-call.ts';
import { costOf } from './price-cost.ts';
import { createListedPrices } from './price-list.ts';

/** What a model costs, in US dollars per million tokens; each 0 or more. */
export interface TokenPrices {
  readonly input: number;
  readonly output: number;
  /** @default that of input */
  readonly cacheRead?: number;
  /** @default that of input */
  readonly cacheWrite?: number;
  /** @default that of output */
  readonly reasoning?: number;
}

/** An application's own prices, by provider and model as the calls name them: `{ openai: { 'gpt-5': { … } } }`. */
export type PriceTable = Readonly<Record<string, Readonly<Record<string, TokenPrices>>>>;

/** Estimates the cost of a call in US dollars; undefined where there is no price for the model. */
export type EstimateCost = (target: AiCallTarget, usage: TokenUsage) => number | undefined;

const KINDS = ['input', 'output', 'cacheRead', 'cacheWrite', 'reasoning'] as const;
const REQUIRED_KINDS: readonly string[] = ['input', 'output'];

/**
 * Estimates by the application's own prices, or else by the list of public ones.
 * Throws CONFIG_INVALID for a price that is missing or no number of 0 or more.
 */
export function createPriceEstimate(own: PriceTable = {}): EstimateCost {
  const ownPrices = new Map(
    Object.entries(own).map(([provider, models]) => [provider, checkModels(provider, models)]),
  );
  const estimateListed = createListedPrices();
  return (target, usage) => {
    const prices = ownPrices.get(target.provider)?.get(target.model);
    return prices === undefined ? estimateListed(target, usage) : costOf(prices, usage);
  };
}

function checkModels(provider: string, models: PriceTable[string]): ReadonlyMap<string, ModelPrice> {
  for (const [model, prices] of Object.entries(models)) checkPrices(`prices.${provider}.${model}`, prices);
  return new Map(Object.entries(models).map(([model, prices]) => [model, toListForm(prices)]));
}

/** The prices by the names of the list, so that both are reckoned in one way. */
function toListForm({ input, output, cacheRead, cacheWrite, reasoning }: TokenPrices): ModelPrice {
  return {
    input_mtok: input,
    output_mtok: output,
    cache_read_mtok: cacheRead,
    cache_write_mtok: cacheWrite,
    output_reasoning_mtok: reasoning,
  };
}

function checkPrices(where: string, prices: TokenPrices): void {
  for (const kind of KINDS) {
    const price: unknown = prices[kind];
    if (price === undefined && !REQUIRED_KINDS.includes(kind)) continue;
    if (typeof price === 'number' && Number.isFinite(price) && price >= 0) continue;
    const expected = 'US dollars per million tokens, 0 or more';
    throw new AiwatchError('CONFIG_INVALID', { where: `${where}.${kind}`, expected, found: describe(price) });
  }
}
