import { describe, expect, it } from 'vitest';
import { reportedCostOf } from '../../../src/hooks/ai/reported-cost.ts';
import { createObserved, readAll, samplesOf, streamOf, TARGET } from './observed.ts';

/** Shape of https://openrouter.ai/docs/use-cases/usage-accounting. */
const OPENROUTER = {
  prompt_tokens: 194,
  completion_tokens: 2,
  cost: 0.95,
  cost_details: { upstream_inference_cost: 0.9 },
  is_byok: false,
};

describe('the cost that a provider reports', () => {
  it.each([
    ['OpenRouter', OPENROUTER, 0.95],
    [
      "OpenRouter, which only takes a fee where the key is the caller's",
      { ...OPENROUTER, is_byok: true },
      1.85,
    ],
    ['OpenRouter, for free', { prompt_tokens: 1, cost: 0 }, 0],
    ['xAI, in ticks', { prompt_tokens: 1, cost_in_usd_ticks: 37_756_000 }, 0.0037756],
    ['Perplexity', { prompt_tokens: 1, cost: { input_tokens_cost: 0.002, total_cost: 0.008 } }, 0.008],
  ])('is read from %s', (_, usage, costUsd) => {
    expect(reportedCostOf(usage)).toBeCloseTo(costUsd, 12);
  });

  it.each([
    ['none', { prompt_tokens: 1 }],
    ['a text', { cost: '0.95', cost_in_usd_ticks: '1' }],
    ['nothing inside', { cost: {} }],
    ['null', { cost: null }],
  ])('is unknown where there is %s', (_, usage) => {
    expect(reportedCostOf(usage)).toBeUndefined();
  });
});

describe('a call to a model', () => {
  async function costsOf(...answers: readonly (() => unknown)[]) {
    const { observeAiCall, families, logged } = createObserved();
    for (const answer of answers) {
      const result = await observeAiCall(TARGET, answer);
      if (typeof result === 'object' && result !== null && Symbol.asyncIterator in result) {
        await readAll(result as AsyncIterable<unknown>);
      }
    }
    const all = await families();
    const costs = samplesOf(all, 'ai_cost_usd_total').map(({ labels, value }) => [labels['source'], value]);
    const unpriced = samplesOf(all, 'ai_unpriced_calls_total').map(({ value }) => value);
    return { ...Object.fromEntries(costs), unpriced, logged };
  }

  it('costs what its answer says, whole or at the end of a stream', async () => {
    const chunk = { choices: [{ delta: { content: 'Hi' } }] };
    const costs = await costsOf(
      () => ({ usage: OPENROUTER }),
      () => streamOf<object>(chunk, { choices: [], usage: OPENROUTER }),
    );
    expect(costs).toMatchObject({ reported: 1.9, unpriced: [0] });
  });

  it('costs what a Responses stream says when it is complete', async () => {
    const usage = {
      input_tokens: 5,
      output_tokens: 3,
      input_tokens_details: {},
      cost_in_usd_ticks: 5_000_000_000,
    };
    const costs = await costsOf(() => streamOf({ type: 'response.completed', response: { usage } }));
    expect(costs).toMatchObject({ reported: 0.5, unpriced: [0] });
  });

  it('has no price where neither its answer nor the list has one, and nonsense counts as none', async () => {
    const costs = await costsOf(
      () => ({ usage: { prompt_tokens: 5, completion_tokens: 3 } }),
      () => ({ usage: { ...OPENROUTER, cost: -1 } }),
      () => ({ usage: { ...OPENROUTER, cost: Number.NaN } }),
    );
    expect(costs).toMatchObject({ reported: 0, estimated: 0, unpriced: [3], logged: [] });
  });
});
