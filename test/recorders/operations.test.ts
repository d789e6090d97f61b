import { describe, expect, test } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createFileOperationRecorder, createVersionOperationRecorder } from '../../src/recorders/index.ts';
import { sampleValue } from '../support/parse-exposition.ts';
import { scrapeFamilies } from '../support/scrape.ts';

describe.each([
  ['file', ['create', 'read', 'update', 'delete'], 'file_size_bytes', createFileOperationRecorder],
  ['version', ['create', 'restore', 'delete'], 'version_size_bytes', createVersionOperationRecorder],
] as const)('%s operations', (kind, operations, size, createRecorder) => {
  test('are all there from the start, at 0', async () => {
    const registry = createRegistry();
    createRecorder(registry, buildCatalogue());
    const families = await scrapeFamilies(registry);
    for (const operation of operations) {
      for (const status of ['success', 'error']) {
        expect(sampleValue(families, `${kind}_operations_total`, { operation, status })).toBe(0);
      }
      expect(sampleValue(families, `${kind}_operations_duration_seconds_count`, { operation })).toBe(0);
      expect(sampleValue(families, `${size}_count`, { operation })).toBe(0);
    }
  });

  test('are counted, timed, and sized where the size is known', async () => {
    const registry = createRegistry();
    const recorder = createRecorder(registry, buildCatalogue());
    recorder.record({ operation: 'create', status: 'success', durationSeconds: 0.5, sizeBytes: 0 });
    recorder.record({ operation: 'create', status: 'error', durationSeconds: 1 });
    const families = await scrapeFamilies(registry);
    const operation = 'create';
    expect(sampleValue(families, `${kind}_operations_total`, { operation, status: 'success' })).toBe(1);
    expect(sampleValue(families, `${kind}_operations_total`, { operation, status: 'error' })).toBe(1);
    expect(sampleValue(families, `${kind}_operations_duration_seconds_sum`, { operation })).toBe(1.5);
    expect(sampleValue(families, `${size}_count`, { operation })).toBe(1);
  });
});
