import { describe, expect, test } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createSessionRecorder } from '../../src/recorders/index.ts';
import { sampleValue } from '../support/parse-exposition.ts';
import { scrapeFamilies } from '../support/scrape.ts';

function createSubject() {
  const registry = createRegistry();
  return { registry, recorder: createSessionRecorder(registry, buildCatalogue()) };
}

describe('sessions', () => {
  test('are active until they end, and last as long as they did', async () => {
    const { registry, recorder } = createSubject();
    for (let i = 0; i < 3; i++) recorder.start();
    recorder.end(120);
    const families = await scrapeFamilies(registry);
    expect(sampleValue(families, 'ai_coding_assistant_active_sessions')).toBe(2);
    expect(sampleValue(families, 'ai_coding_assistant_sessions_total')).toBe(3);
    expect(sampleValue(families, 'ai_coding_assistant_session_duration_seconds_sum')).toBe(120);
    expect(sampleValue(families, 'ai_coding_assistant_session_duration_seconds_bucket', { le: '60.0' })).toBe(
      0,
    );
    expect(
      sampleValue(families, 'ai_coding_assistant_session_duration_seconds_bucket', { le: '300.0' }),
    ).toBe(1);
  });
});
