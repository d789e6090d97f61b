import type { ModelPrice } from '@pydantic/genai-prices';
import type { TokenUsage } from './ai-call.ts';

type Rate = ModelPrice[string];

const TOKENS_PER_RATE = 1_000_000;
const CALLS_PER_RATE = 1000;

/**
 * What a call costs in US dollars, as the list of @pydantic/genai-prices reckons: a kind of token without a price of
 * its own costs what its direction does.
 */
export function costOf(prices: ModelPrice, usage: TokenUsage): number {
  const { input = 0, output = 0, cacheRead = 0, cacheWrite = 0, reasoning = 0 } = usage;
  const inputTokens = input + cacheRead + cacheWrite;
  const { input_mtok, output_mtok, requests_kcount } = prices;
  const price = (tokens: number, rate: Rate) => tokens * usdOf(rate, inputTokens);
  const tokensUsd =
    price(input, input_mtok) +
    price(cacheRead, prices['cache_read_mtok'] ?? input_mtok) +
    price(cacheWrite, prices['cache_write_mtok'] ?? input_mtok) +
    price(output, output_mtok) +
    price(reasoning, prices['output_reasoning_mtok'] ?? output_mtok);
  return tokensUsd / TOKENS_PER_RATE + usdOf(requests_kcount, inputTokens) / CALLS_PER_RATE;
}

/** Some rates change, for the whole call, with the number of its input tokens. */
function usdOf(rate: Rate, inputTokens: number): number {
  if (rate === undefined || typeof rate === 'number') return rate ?? 0;
  const reached = rate.tiers.filter(({ start }) => inputTokens > start);
  return reached.at(-1)?.price ?? rate.base;
}
