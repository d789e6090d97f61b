import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText, fitText } from '../../src/events/index.ts';

const jsonBytes = (text: string) => Buffer.byteLength(JSON.stringify(text));

describe('cutText()', () => {
  it('keeps the beginning, and no half of a pair of surrogates', () => {
    expect(cutText('abc', 3)).toBe('abc');
    expect(cutText('abcd', 3)).toBe('abc');
    expect(cutText('ab😀', 3)).toBe('ab');
    expect(cutText('ab😀', 4)).toBe('ab😀');
  });
});

describe('fitText()', () => {
  it('leaves a text that fits, and marks one that is cut', () => {
    expect(fitText('x'.repeat(98), 100)).toBe('x'.repeat(98));
    expect(fitText('x'.repeat(99), 100)).toBe(`${'x'.repeat(95)}…`);
  });

  it('never takes more bytes as JSON than it may, whatever the characters are', () => {
    const texts = fc.string({
      unit: fc.constantFrom('a', '"', '\n', '\u0000', 'é', '漢', '😀'),
      maxLength: 400,
    });
    fc.assert(
      fc.property(texts, fc.integer({ min: 8, max: 500 }), (text, maxBytes) => {
        const fitting = fitText(text, maxBytes);
        expect(jsonBytes(fitting)).toBeLessThanOrEqual(maxBytes);
        if (jsonBytes(text) <= maxBytes) expect(fitting).toBe(text);
        else expect(text.startsWith(fitting.slice(0, -1)) && !/\p{Surrogate}/u.test(fitting)).toBe(true);
      }),
    );
  });
});
