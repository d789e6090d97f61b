import { calcPrice, type ModelPrice } from '@pydantic/genai-prices';
import type { AiCallTarget, TokenUsage } from './ai-call.ts';
import { costOf } from './price-cost.ts';
import { listedProviderOf } from './price-provider.ts';

/** How many models the prices are kept of; names of models may come from outside. */
const MAX_KEPT_MODELS = 1000;

/**
 * What a call costs by the list of prices that @pydantic/genai-prices brings along, in US dollars; undefined for a
 * model that is not in the list, or is not sold by the token. The list is that of the installed version: nothing is
 * fetched. Finding a model takes some 30 µs, so that the prices of the last 1,000 models are kept.
 */
export function createListedPrices(): (target: AiCallTarget, usage: TokenUsage) => number | undefined {
  const kept = new Map<string, ModelPrice | undefined>();

  const pricesOf = ({ provider, model }: AiCallTarget): ModelPrice | undefined => {
    const key = `${provider}\n${model}`;
    const known = kept.get(key);
    if (known !== undefined || kept.has(key)) return known;
    const found = calcPrice({}, model, { providerId: listedProviderOf(provider) });
    // Some prices depend on the date or the time of day: those are looked up at every call.
    if (!Array.isArray(found?.model.prices)) keep(kept, key, found?.model_price);
    return found?.model_price;
  };

  return (target, usage) => {
    const prices = pricesOf(target);
    return prices === undefined || !isSoldByToken(prices) ? undefined : costOf(prices, usage);
  };
}

/** Forgets the model that was found first once there are too many. */
function keep<T>(kept: Map<string, T>, key: string, value: T): void {
  kept.set(key, value);
  const [oldest] = kept.keys();
  if (kept.size > MAX_KEPT_MODELS && oldest !== undefined) kept.delete(oldest);
}

/** No price at all says that the model is free; prices of pages or hours say nothing about tokens. */
function isSoldByToken(prices: ModelPrice): boolean {
  return 'input_mtok' in prices || 'output_mtok' in prices || Object.keys(prices).length === 0;
}
