import { expect, test } from 'vitest';
import { parseTrafficOptions } from '../../examples/traffic/options.ts';
import { formatSummary } from '../../examples/traffic/summary.ts';

test('without flags five mixed users play until they are stopped', () => {
  expect(parseTrafficOptions([])).toEqual({
    target: 'http://127.0.0.1:3001',
    users: 5,
    pace: 1,
    seed: 'aiwatch',
    scenario: 'mixed',
    durationSeconds: 0,
  });
});

test.each([
  [['--target', 'localhost:3001'], '--target: expected an http URL'],
  [['--scenario', 'wild'], "--scenario: expected mixed or healthy, found 'wild'"],
  [['--users', '0'], '--users: expected a whole number'],
  [['--pace', '0'], '--pace: expected a number above 0'],
  [['--duration-seconds', 'long'], '--duration-seconds: expected a number'],
  [['--speed', '3'], "Unknown option '--speed'"],
])('%j is refused with the reason and the usage', (args, reason) => {
  expect(() => parseTrafficOptions(args)).toThrow(reason);
  expect(() => parseTrafficOptions(args)).toThrow('Usage:');
});

test('a summary is one line with the share of failed answers', () => {
  const line = formatSummary({
    sessions: { started: 2, ended: 1, abandoned: 1 },
    responses: 40,
    serverErrors: 1,
    steps: { chat: { ok: 3, broken: 1 } },
  });
  expect(line).toBe(
    '40 responses, 1 of them 5xx (2.5 %); 2 sessions started, 1 ended, 1 abandoned; chat 3 ok 1 broken',
  );
});
