import { describe, expect, it } from 'vitest';
import { findClosest } from '../../src/config/closest.ts';

describe('findClosest', () => {
  it.each([
    ['prot', 'port'],
    ['hst', 'host'],
    ['PORT', 'port'],
    ['environmnet', 'environment'],
    ['colour', undefined],
    ['', undefined],
  ])('takes %j for %j', (word, expected) => {
    expect(findClosest(word, ['host', 'port', 'environment'])).toBe(expected);
  });
});
