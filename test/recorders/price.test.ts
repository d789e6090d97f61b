import { describe, expect, test } from 'vitest';
import { createPriceEstimate, type PriceTable } from '../../src/recorders/price.ts';

describe('the estimate of a call', () => {
  const prices: PriceTable = {
    openai: {
      'gpt-4o-mini': { input: 1, output: 2 },
      'in/house': { input: 10, output: 20, cacheRead: 1, cacheWrite: 15, reasoning: 30 },
      free: { input: 0, output: 0 },
    },
  };
  const estimate = createPriceEstimate(prices);
  const usage = { input: 100_000, output: 10_000, cacheRead: 200_000, cacheWrite: 40_000, reasoning: 5_000 };

  test('is by the prices of the application, per million tokens of each kind', () => {
    // 0.1 × 10 + 0.01 × 20 + 0.2 × 1 + 0.04 × 15 + 0.005 × 30
    expect(estimate({ provider: 'openai', model: 'in/house' }, usage)).toBeCloseTo(2.15, 12);
    expect(estimate({ provider: 'openai', model: 'free' }, usage)).toBe(0);
  });

  test('takes the price of input for the cache and that of output for reasoning where those have none', () => {
    // 0.34 × 1 + 0.015 × 2: these prices also win over the public ones of that model.
    expect(estimate({ provider: 'openai', model: 'gpt-4o-mini' }, usage)).toBeCloseTo(0.37, 12);
  });

  test('is by the public prices for other models, and for other providers of the same model', () => {
    const input = { input: 1_000_000 };
    expect(estimate({ provider: 'openai', model: 'gpt-4o' }, input)).toBeCloseTo(2.5, 12);
    expect(estimate({ provider: 'azure.ai.openai', model: 'gpt-4o-mini' }, input)).toBeCloseTo(0.15, 12);
  });

  test('is unknown for what has no price anywhere, also where its name is that of an object', () => {
    expect(estimate({ provider: 'openai', model: 'constructor' }, usage)).toBeUndefined();
    expect(estimate({ provider: 'constructor', model: 'toString' }, usage)).toBeUndefined();
  });
});

describe('a price of the application', () => {
  test.each([
    [{ input: 1 }, 'prices.openai.m.output', 'undefined'],
    [{ input: Number.NaN, output: 1 }, 'prices.openai.m.input', 'NaN (number)'],
    [{ input: 1, output: 1, reasoning: -1 }, 'prices.openai.m.reasoning', '-1 (number)'],
    [{ input: 1, output: 1, cacheRead: '0.1' }, 'prices.openai.m.cacheRead', '"0.1" (string)'],
    [7, 'prices.openai.m.input', 'undefined'],
  ])('%j is refused', (prices, where, found) => {
    const create = () => createPriceEstimate({ openai: { m: prices as never } });
    expect(create).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    expect(create).toThrow(`${where}: expected US dollars per million tokens, 0 or more, found ${found}`);
  });
});
