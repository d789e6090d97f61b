import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createVersionHook } from '../../src/hooks/version.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createProblemRecorder, createVersionOperationRecorder } from '../../src/recorders/index.ts';

function setUp() {
  const registry = createRegistry();
  const catalogue = buildCatalogue();
  const problems: unknown[] = [];
  const recorder = createVersionOperationRecorder(registry, catalogue);
  const problem = createProblemRecorder(registry, (_, error) => problems.push(error));
  return {
    problems,
    observeVersion: createVersionHook({ recorder, problem }),
    operations: registry.counter(catalogue.version.operations),
    size: registry.histogram(catalogue.version.size),
    duration: registry.histogram(catalogue.version.duration),
  };
}

describe('createVersionHook', () => {
  it('records a version with its size, asked of the result', async () => {
    const { observeVersion, operations, size, duration } = setUp();
    const archive = await observeVersion('create', async () => ({ bytes: 4096 }), {
      sizeBytes: ({ bytes }) => bytes,
    });
    expect(archive).toEqual({ bytes: 4096 });
    expect(operations.with({ operation: 'create', status: 'success' }).value).toBe(1);
    expect(size.with({ operation: 'create' }).sum).toBe(4096);
    expect(duration.with({ operation: 'create' }).count).toBe(1);
  });

  it('takes a size that is known beforehand, and none', () => {
    const { observeVersion, size } = setUp();
    expect(observeVersion('restore', () => 'done', { sizeBytes: 10 })).toBe('done');
    expect(observeVersion('restore', () => 'done')).toBe('done');
    expect(size.with({ operation: 'restore' })).toMatchObject({ count: 1, sum: 10 });
  });

  it('records a failure without a size, and passes the error on', async () => {
    const { observeVersion, operations, size } = setUp();
    const error = new Error('disk is full');
    const failing = observeVersion('delete', () => Promise.reject(error), { sizeBytes: 10 });
    await expect(failing).rejects.toBe(error);
    expect(operations.with({ operation: 'delete', status: 'error' }).value).toBe(1);
    expect(size.with({ operation: 'delete' }).count).toBe(0);
  });

  it('records the operation all the same when its size cannot be told', () => {
    const { observeVersion, operations, problems } = setUp();
    const sizeBytes = (): number => {
      throw new Error('no size');
    };
    expect(observeVersion('create', () => 'v1', { sizeBytes })).toBe('v1');
    expect(operations.with({ operation: 'create', status: 'success' }).value).toBe(1);
    expect(problems).toHaveLength(1);
  });
});
