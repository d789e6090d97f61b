import type { Catalogue } from '../catalogue/index.ts';
import type { Registry } from '../metrics/index.ts';

/** One call of a tool that a model asked for. */
interface ToolCallObservation {
  readonly tool: string;
  readonly status: 'success' | 'error';
  readonly durationSeconds: number;
}

/** Turns calls of tools into metrics. */
export interface ToolCallRecorder {
  record(observation: ToolCallObservation): void;
}

export function createToolCallRecorder(registry: Registry, { ai }: Catalogue): ToolCallRecorder {
  const calls = registry.counter(ai.toolCalls);
  const duration = registry.histogram(ai.toolDuration);
  return {
    record: ({ tool, status, durationSeconds }) => {
      calls.initialise([
        { tool, status: 'success' },
        { tool, status: 'error' },
      ]);
      calls.with({ tool, status }).inc();
      duration.with({ tool }).observe(durationSeconds);
    },
  };
}
