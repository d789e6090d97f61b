import { calcPrice, type Provider, waitForUpdate } from '@pydantic/genai-prices';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createListedPrices } from '../../src/recorders/price-list.ts';

const USAGE = { input: 3_000, output: 700, cacheRead: 2_000, cacheWrite: 1_000, reasoning: 300 };

describe('the cost by the list', () => {
  const priceOf = createListedPrices();

  test('of gpt-4o-mini is that of its table: 0.15 input, 0.075 cached, 0.60 output', () => {
    const usage = { input: 1_000_000, cacheRead: 2_000_000, output: 500_000, reasoning: 100_000 };
    // 1 × 0.15 + 2 × 0.075 + 0.5 × 0.60 + 0.1 × 0.60: reasoning is output.
    expect(priceOf({ provider: 'openai', model: 'gpt-4o-mini' }, usage)).toBeCloseTo(0.66, 12);
  });

  test('of claude-sonnet-4-5 changes for the whole call above 200,000 tokens of input, cache included', () => {
    const target = { provider: 'anthropic', model: 'claude-sonnet-4-5' };
    const usage = { input: 10_000, cacheRead: 100_000, cacheWrite: 20_000, output: 1_000 };
    // 0.01 × 3 + 0.1 × 0.30 + 0.02 × 3.75 + 0.001 × 15
    expect(priceOf(target, usage)).toBeCloseTo(0.15, 12);
    // 0.08 × 3 + 0.1 × 0.30 + 0.02 × 3.75 + 0.001 × 15: 200,000 are not above.
    expect(priceOf(target, { ...usage, input: 80_000 })).toBeCloseTo(0.36, 12);
    // 0.1 × 6 + 0.1 × 0.60 + 0.02 × 7.50 + 0.001 × 22.50
    expect(priceOf(target, { ...usage, input: 100_000 })).toBeCloseTo(0.8325, 12);
  });

  test('of sonar-deep-research has a price of its own for reasoning, that of sonar one for the call', () => {
    const million = { input: 1_000_000, output: 1_000_000, reasoning: 1_000_000 };
    // 2 + 8 + 3
    expect(priceOf({ provider: 'perplexity', model: 'sonar-deep-research' }, million)).toBeCloseTo(13, 12);
    // 1 + 1 + 1, and 12 for 1,000 calls
    expect(priceOf({ provider: 'perplexity', model: 'sonar' }, million)).toBeCloseTo(3.012, 12);
  });

  test('of deepseek-reasoner depends on the time of day, at every call', () => {
    onTestFinished(() => void vi.useRealTimers());
    const costAt = (time: string) => {
      vi.useFakeTimers({ now: new Date(`2026-03-02T${time}Z`), toFake: ['Date'] });
      return priceOf({ provider: 'deepseek', model: 'deepseek-reasoner' }, { input: 1_000_000 });
    };
    expect(costAt('12:00:00')).toBeCloseTo(0.55, 12);
    expect(costAt('20:00:00')).toBeCloseTo(0.135, 12);
    expect(costAt('12:00:00')).toBeCloseTo(0.55, 12);
  });

  test('is 0 for a model that is free, and unknown for one that is not sold by the token', () => {
    expect(priceOf({ provider: 'openai', model: 'omni-moderation-latest' }, USAGE)).toBe(0);
    expect(priceOf({ provider: 'openai', model: 'whisper-1' }, USAGE)).toBeUndefined();
  });

  test.each([
    ['anthropic', 'claude-sonnet-4-5'],
    ['aws.bedrock', 'anthropic.claude-3-haiku-20240307-v1:0'],
    ['az.ai.openai', 'gpt-4o-mini'],
    ['az.ai.inference', 'gpt-4o-mini'],
    ['azure.ai.inference', 'gpt-4o-mini'],
    ['azure.ai.openai', 'gpt-4o-mini'],
    ['cohere', 'command-r'],
    ['deepseek', 'deepseek-chat'],
    ['gcp.gemini', 'gemini-2.5-pro'],
    ['gcp.gen_ai', 'gemini-2.5-pro'],
    ['gcp.vertex_ai', 'gemini-2.5-pro'],
    ['groq', 'llama-3.1-8b-instant'],
    ['mistral_ai', 'mistral-large-latest'],
    ['moonshot_ai', 'kimi-k2-0905-preview'],
    ['openai', 'gpt-5'],
    ['openrouter', 'openai/gpt-4o-mini'],
    ['perplexity', 'sonar'],
    ['x_ai', 'grok-4'],
  ])('is known of a model of %s', (provider, model) => {
    expect(priceOf({ provider, model }, USAGE)).toBeGreaterThan(0);
  });

  test('is that of the provider, not that of the model at another one', () => {
    const model = 'claude-3-5-haiku-20241022';
    expect(priceOf({ provider: 'anthropic', model }, USAGE)).toBeGreaterThan(0);
    expect(priceOf({ provider: 'openai', model }, USAGE)).toBeUndefined();
    expect(priceOf({ provider: 'ollama', model }, USAGE)).toBeUndefined();
  });

  test('stays the same where more models come by than are kept', () => {
    const cost = () => priceOf({ provider: 'openai', model: 'gpt-4o-mini' }, { input: 1_000_000 });
    expect(cost()).toBeCloseTo(0.15, 12);
    for (let n = 0; n < 1100; n++) {
      expect(priceOf({ provider: 'typesafe', model: `made-up-${n}` }, USAGE)).toBeUndefined();
    }
    expect(cost()).toBeCloseTo(0.15, 12);
  });
});

/** Every model of the list that is found by its own name. */
async function listedModels(): Promise<readonly { provider: Provider; model: string }[]> {
  const providers = (await waitForUpdate()) ?? [];
  return providers.flatMap(provider => provider.models.map(({ id }) => ({ provider, model: id })));
}

describe('the arithmetic', () => {
  test.each([
    ['small', 1],
    ['large', 100],
  ])('is that of the list for a %s call to every model of it', async (_, factor) => {
    const priceOf = createListedPrices();
    const usage = Object.fromEntries(Object.entries(USAGE).map(([kind, tokens]) => [kind, tokens * factor]));
    const listed = {
      input_tokens: 6_000 * factor,
      cache_read_tokens: 2_000 * factor,
      cache_write_tokens: 1_000 * factor,
      output_tokens: 1_000 * factor,
      output_reasoning_tokens: 300 * factor,
    };
    const models = await listedModels();
    expect(models.length).toBeGreaterThan(1000);
    const wrong = models.filter(({ provider: { id }, model }) => {
      const cost = priceOf({ provider: id, model }, usage);
      const expected = calcPrice(listed, model, { providerId: id })?.total_price;
      return cost !== undefined && Math.abs(cost - (expected ?? Number.NaN)) > 1e-9 * cost;
    });
    expect(wrong.map(({ provider, model }) => `${provider.id} ${model}`)).toEqual([]);
  });
});
