import { describe, expect, it } from 'vitest';
import { buildSessionPrefix } from '../../src/config/index.ts';

describe('buildSessionPrefix', () => {
  it.each([
    ['ai-coding-assistant', 'ai_coding_assistant'],
    ['My App 2.0', 'my_app_2_0'],
  ])('makes of %s the prefix %s', (name, prefix) => {
    expect(buildSessionPrefix(name)).toBe(prefix);
  });

  it.each(['1app', '', '-x'])('refuses %j, which would make invalid names of metrics', name => {
    expect(() => buildSessionPrefix(name)).toThrow(
      'application.name: expected a name that begins with a letter',
    );
  });
});
