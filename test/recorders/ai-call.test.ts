import { describe, expect, test } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { aiErrorType, costSource, tokenType } from '../../src/catalogue/labels.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { type AiCallObservation, createAiCallRecorder, type PriceTable } from '../../src/recorders/index.ts';
import { sampleValue } from '../support/parse-exposition.ts';
import { scrapeFamilies } from '../support/scrape.ts';

function createSubject(prices?: PriceTable) {
  const registry = createRegistry();
  return { registry, recorder: createAiCallRecorder(registry, buildCatalogue(), { prices }) };
}

const context = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), userId: 'ada', isSampled: true };
const exemplar = { trace_id: context.traceId, span_id: context.spanId };

describe('a call to a model', () => {
  const target = { provider: 'openai', model: 'gpt-5' };
  const chat = { ...target, operation: 'chat' };
  const call: AiCallObservation = {
    ...target,
    status: 'success',
    isStreamed: true,
    durationSeconds: 3,
    timeToFirstTokenSeconds: 1,
    usage: { input: 100, output: 41, cacheRead: 7, cacheWrite: 5, reasoning: 3 },
    context,
  };

  test('is counted, timed, and its tokens by type', async () => {
    const { registry, recorder } = createSubject();
    recorder.begin(target);
    recorder.record(call);
    const families = await scrapeFamilies(registry);
    expect(sampleValue(families, 'ai_api_calls_total', { ...chat, status: 'success' })).toBe(1);
    expect(sampleValue(families, 'ai_api_calls_total', { ...chat, status: 'error' })).toBe(0);
    expect(sampleValue(families, 'ai_api_calls_total', { ...chat, status: 'abandoned' })).toBe(0);
    expect(sampleValue(families, 'ai_api_duration_seconds_sum', { ...chat, stream: 'true' })).toBe(3);
    expect(sampleValue(families, 'ai_time_to_first_token_seconds_sum', chat)).toBe(1);
    // 40 tokens after the first, within the 2 s after it.
    expect(sampleValue(families, 'ai_output_tokens_per_second_sum', chat)).toBe(20);
    const tokens = Object.entries({ input: 100, output: 41, cache_read: 7, cache_write: 5, reasoning: 3 });
    for (const [type, count] of tokens) {
      expect(sampleValue(families, 'ai_tokens_used_total', { ...target, type })).toBe(count);
    }
    expect(sampleValue(families, 'ai_api_calls_in_flight', target)).toBe(0);
    expect(sampleValue(families, 'ai_errors_total', { ...target, error_type: 'rate_limit' })).toBe(0);
  });

  test('starts every kind of error and of token of its model at 0, before it ends', async () => {
    const { registry, recorder } = createSubject();
    recorder.begin(target);
    recorder.begin({ ...target, operation: 'embeddings' });
    const families = await scrapeFamilies(registry);
    const values = (name: string) => families.get(name)!.samples.map(({ value }) => value);
    expect(values('ai_errors_total')).toEqual(aiErrorType.values.map(() => 0));
    expect(values('ai_tokens_used_total')).toEqual(tokenType.values.map(() => 0));
    expect(values('ai_api_calls_total')).toEqual([0, 0, 0, 0, 0, 0]);
    expect(values('ai_cost_usd_total')).toEqual(costSource.values.map(() => 0));
    expect(values('ai_unpriced_calls_total')).toEqual([0]);
  });

  test('keeps what was counted for its model when another begins, and has each series once', async () => {
    const { registry, recorder } = createSubject();
    recorder.begin(target);
    recorder.record({ ...call, status: 'error', errorType: 'rate_limit' });
    recorder.begin(target);
    recorder.begin({ ...target, model: 'other' });
    const families = await scrapeFamilies(registry);
    const errors = { ...target, error_type: 'rate_limit' };
    expect(sampleValue(families, 'ai_errors_total', errors)).toBe(1);
    expect(sampleValue(families, 'ai_errors_total', { ...errors, model: 'other' })).toBe(0);
    expect(families.get('ai_errors_total')!.samples).toHaveLength(2 * aiErrorType.values.length);
  });

  test('that is not over is in flight', async () => {
    const { registry, recorder } = createSubject();
    recorder.begin(target);
    recorder.begin(target);
    recorder.record({ ...call, status: 'abandoned' });
    expect(sampleValue(await scrapeFamilies(registry), 'ai_api_calls_in_flight', target)).toBe(1);
  });

  test('that failed says how, and what it used until then', async () => {
    const { registry, recorder } = createSubject();
    recorder.record({ ...call, status: 'error', errorType: 'rate_limit', usage: { input: 9 } });
    recorder.record({ ...call, status: 'error', usage: {} });
    const families = await scrapeFamilies(registry);
    expect(sampleValue(families, 'ai_errors_total', { ...target, error_type: 'rate_limit' })).toBe(1);
    expect(sampleValue(families, 'ai_errors_total', { ...target, error_type: 'unknown' })).toBe(1);
    expect(sampleValue(families, 'ai_api_calls_total', { ...chat, status: 'error' })).toBe(2);
    expect(sampleValue(families, 'ai_tokens_used_total', { ...target, type: 'input' })).toBe(9);
    expect(sampleValue(families, 'ai_tokens_used_total', { ...target, type: 'output' })).toBe(0);
  });

  test.each([
    ['is not streamed', { timeToFirstTokenSeconds: undefined }, undefined, undefined],
    ['has one token only', { usage: { output: 1 } }, 1, undefined],
    ['has no tokens', { usage: {} }, 1, undefined],
    ['comes all at once', { timeToFirstTokenSeconds: 3 }, 3, undefined],
  ])('whose answer %s has no rate', async (_, change, firstToken, rate) => {
    const { registry, recorder } = createSubject();
    recorder.record({ ...call, ...change });
    const families = await scrapeFamilies(registry);
    expect(sampleValue(families, 'ai_time_to_first_token_seconds_sum', chat)).toBe(firstToken);
    expect(sampleValue(families, 'ai_output_tokens_per_second_sum', chat)).toBe(rate);
  });

  test('leads to its trace, and may name its operation', async () => {
    const { registry, recorder } = createSubject();
    recorder.record({ ...call, operation: 'embeddings' });
    const families = await scrapeFamilies(registry, 'openmetrics');
    const { samples } = families.get('ai_api_calls')!;
    expect(samples.map(sample => [sample.labels['operation'], sample.exemplar?.labels])).toEqual([
      ['embeddings', exemplar],
    ]);
  });
});

describe('the cost of a call to a model', () => {
  const call = { provider: 'openai', status: 'success', isStreamed: false, durationSeconds: 1 } as const;
  const usage = { input: 1_000_000, output: 1_000_000 };

  /** What the calls of a model cost, by where the number is from, and how many have no price. */
  async function recordedCost(model: string, used: AiCallObservation['usage'], prices?: PriceTable) {
    const { registry, recorder } = createSubject(prices);
    const target = { provider: 'openai', model };
    recorder.begin(target);
    recorder.record({ ...call, model, usage: used });
    recorder.begin(target);
    recorder.record({ ...call, model, status: 'error', errorType: 'rate_limit', usage: {} });
    const families = await scrapeFamilies(registry);
    return {
      reported: sampleValue(families, 'ai_cost_usd_total', { ...target, source: 'reported' }),
      estimated: sampleValue(families, 'ai_cost_usd_total', { ...target, source: 'estimated' }),
      unpriced: sampleValue(families, 'ai_unpriced_calls_total', target),
    };
  }

  test('is what its provider reported, whatever the prices are', async () => {
    const prices = { openai: { 'gpt-4o-mini': { input: 1, output: 1 } } };
    const reported = { ...usage, costUsd: 0.5 };
    const expected = { reported: 0.5, estimated: 0, unpriced: 0 };
    expect(await recordedCost('gpt-4o-mini', reported)).toEqual(expected);
    expect(await recordedCost('gpt-4o-mini', reported, prices)).toEqual(expected);
    expect(await recordedCost('made-up', { costUsd: 0.5 })).toEqual(expected);
    expect(await recordedCost('made-up', { ...usage, costUsd: 0 })).toEqual({ ...expected, reported: 0 });
  });

  test('is estimated by the public prices where nothing is reported', async () => {
    // 0.15 for a million tokens of input, 0.60 for one of output.
    expect(await recordedCost('gpt-4o-mini', usage)).toEqual({ reported: 0, estimated: 0.75, unpriced: 0 });
  });

  test('is estimated by the prices of the application where it has some', async () => {
    const prices = { openai: { 'gpt-4o-mini': { input: 1, output: 2 } } };
    const cost = await recordedCost('gpt-4o-mini', usage, prices);
    expect(cost).toEqual({ reported: 0, estimated: 3, unpriced: 0 });
  });

  test('is unknown for a model without a price: its calls are counted, but for those that used no tokens', async () => {
    expect(await recordedCost('made-up', usage)).toEqual({ reported: 0, estimated: 0, unpriced: 1 });
    expect(await recordedCost('made-up', { reasoning: 1 })).toMatchObject({ unpriced: 1 });
    expect(await recordedCost('made-up', { input: 0 })).toMatchObject({ unpriced: 0 });
  });
});
