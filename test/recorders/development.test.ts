import { describe, expect, test } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createDevelopmentRecorder } from '../../src/recorders/index.ts';
import { sampleValue } from '../support/parse-exposition.ts';
import { scrapeFamilies } from '../support/scrape.ts';

function createSubject() {
  const registry = createRegistry();
  return { registry, recorder: createDevelopmentRecorder(registry, buildCatalogue()) };
}

describe('what users produce', () => {
  test('is counted, with languages in one spelling', async () => {
    const { registry, recorder } = createSubject();
    recorder.codeGenerated(' TypeScript ');
    recorder.codeGenerated('typescript', 'success');
    recorder.codeGenerated('', 'error');
    recorder.projectCreated();
    const families = await scrapeFamilies(registry);
    expect(
      sampleValue(families, 'ai_code_generations_total', { language: 'typescript', status: 'success' }),
    ).toBe(2);
    expect(sampleValue(families, 'ai_code_generations_total', { language: 'unknown', status: 'error' })).toBe(
      1,
    );
    expect(sampleValue(families, 'projects_created_total')).toBe(1);
  });
});
