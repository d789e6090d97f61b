import { describe, expect, test } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createToolCallRecorder } from '../../src/recorders/index.ts';
import { sampleValue } from '../support/parse-exposition.ts';
import { scrapeFamilies } from '../support/scrape.ts';

function createSubject() {
  const registry = createRegistry();
  return { registry, recorder: createToolCallRecorder(registry, buildCatalogue()) };
}

describe('a call of a tool', () => {
  test('is counted and timed, with failures at 0 from its first call', async () => {
    const { registry, recorder } = createSubject();
    recorder.record({ tool: 'read_file', status: 'success', durationSeconds: 0.25 });
    const families = await scrapeFamilies(registry);
    expect(sampleValue(families, 'ai_tool_calls_total', { tool: 'read_file', status: 'success' })).toBe(1);
    expect(sampleValue(families, 'ai_tool_calls_total', { tool: 'read_file', status: 'error' })).toBe(0);
    expect(sampleValue(families, 'ai_tool_duration_seconds_sum', { tool: 'read_file' })).toBe(0.25);
  });
});
