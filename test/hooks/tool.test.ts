import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createToolHook } from '../../src/hooks/tool.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createProblemRecorder, createToolCallRecorder } from '../../src/recorders/index.ts';

function setUp() {
  const registry = createRegistry();
  const catalogue = buildCatalogue();
  const recorder = createToolCallRecorder(registry, catalogue);
  const problem = createProblemRecorder(registry, () => {});
  const observeTool = createToolHook({ recorder, problem });
  const calls = registry.counter(catalogue.ai.toolCalls);
  const duration = registry.histogram(catalogue.ai.toolDuration);
  const counts = (name: string) => ({
    success: calls.with({ tool: name, status: 'success' }).value,
    error: calls.with({ tool: name, status: 'error' }).value,
    durations: duration.with({ tool: name }).count,
  });
  return { observeTool, counts, problem };
}

describe('createToolHook', () => {
  it('gives back what a synchronous tool returns, and counts it', () => {
    const { observeTool, counts } = setUp();
    const result = { text: 'content' };
    expect(observeTool('read_file', () => result)).toBe(result);
    expect(counts('read_file')).toEqual({ success: 1, error: 0, durations: 1 });
  });

  it('gives back what an asynchronous tool resolves to, and counts it when it has ended', async () => {
    const { observeTool, counts } = setUp();
    let finish: (text: string) => void = () => {};
    const call = observeTool('search', () => new Promise<string>(resolve => (finish = resolve)));
    expect(counts('search')).toEqual({ success: 0, error: 0, durations: 0 });
    finish('found');
    expect(await call).toBe('found');
    expect(counts('search')).toEqual({ success: 1, error: 0, durations: 1 });
  });

  it('throws and rejects with the very error of the tool, and counts an error', async () => {
    const { observeTool, counts } = setUp();
    const error = new Error('no such file');
    const throwing = () => {
      throw error;
    };
    expect(() => observeTool('shell', throwing)).toThrow(error);
    await expect(observeTool('shell', async () => throwing())).rejects.toBe(error);
    expect(counts('shell')).toEqual({ success: 0, error: 2, durations: 2 });
  });

  it('calls then of a lazy query only once, so that it runs once', async () => {
    const { observeTool, counts } = setUp();
    let runs = 0;
    const query: PromiseLike<number> = {
      // biome-ignore lint/suspicious/noThenProperty: a query builder that runs when it is awaited is the subject here
      then: (onResult, onError) => Promise.resolve(++runs).then(onResult, onError),
    };
    expect(await observeTool('query', () => query)).toBe(1);
    expect(counts('query')).toEqual({ success: 1, error: 0, durations: 1 });
  });

  it('returns the result of the tool even when recording fails', () => {
    const { problem } = setUp();
    const recorder = {
      record: () => {
        throw new Error('recorder is broken');
      },
    };
    const observeTool = createToolHook({ recorder, problem });
    expect(observeTool('read_file', () => 42)).toBe(42);
  });
});
