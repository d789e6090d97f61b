import { describe, expect, it } from 'vitest';
import { buildSessionPrefix } from '../../src/config/index.ts';

describe('buildSessionPrefix', () => {
  it.each([
    ['ai-coding-assistant', 'ai_coding_assistant'],
    ['My App 2.0', 'my_app_2_0'],
  ])('makes of %s the prefix %s', (name, prefix) => {
    expect(buildSessionPrefix(name)).toBe(prefix);
  });
});
