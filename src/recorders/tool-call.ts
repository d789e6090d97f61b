import type { Catalogue } from '../catalogue/index.ts';
import { type ActivityContext, boundedCopy, cutText, type JsonObject } from '../events/index.ts';
import type { Registry } from '../metrics/index.ts';
import { createErrorRecorder } from './error.ts';
import { type FailureEventOptions, toMilliseconds } from './event-options.ts';

/** One call of a tool that a model asked for. */
interface ToolCallObservation {
  readonly tool: string;
  readonly status: 'success' | 'error';
  readonly durationSeconds: number;
  /** What the tool was called with, for the event. */
  readonly args?: unknown;
  /** What it returned, for the event. */
  readonly output?: unknown;
  /** Of a command. */
  readonly exitCode?: number | undefined;
  /** What it threw, for the event; only with status `error`. */
  readonly error?: unknown;
  readonly context?: ActivityContext | undefined;
}

/** Turns calls of tools into metrics and events. */
export interface ToolCallRecorder {
  /** Whether events are made, so that arguments and results are of use. */
  readonly takesContent?: boolean | undefined;
  record(observation: ToolCallObservation): void;
}

const MAX_ARGS_BYTES = 64 * 1024;
const MAX_OUTPUT_BYTES = 128 * 1024;
const MAX_NAME_LENGTH = 200;

export function createToolCallRecorder(
  registry: Registry,
  { ai }: Catalogue,
  options: FailureEventOptions = {},
): ToolCallRecorder {
  const calls = registry.counter(ai.toolCalls);
  const duration = registry.histogram(ai.toolDuration);
  const emit = createToolCallEvents(options);
  return {
    takesContent: emit !== undefined,
    record: observation => {
      const { tool, status, durationSeconds } = observation;
      calls.initialise([
        { tool, status: 'success' },
        { tool, status: 'error' },
      ]);
      calls.with({ tool, status }).inc();
      duration.with({ tool }).observe(durationSeconds);
      emit?.(observation);
    },
  };
}

function createToolCallEvents({ events, errors }: FailureEventOptions) {
  if (events === undefined) return undefined;
  const failures = errors ?? createErrorRecorder({ events });
  return (observation: ToolCallObservation): void => {
    const { context, status, error, args } = observation;
    const data = buildData(observation);
    events.emitIn(context, { type: 'tool', event: 'execution', data });
    if (status !== 'error') return;
    const about = { toolName: data['toolName'], ...(args !== undefined && { args }) };
    failures.record({ error, context, about });
  };
}

function buildData({
  tool,
  status,
  durationSeconds,
  args,
  output,
  exitCode,
}: ToolCallObservation): JsonObject {
  return {
    toolName: cutText(tool, MAX_NAME_LENGTH),
    ...(args !== undefined && { args: objectOf(boundedCopy(args, MAX_ARGS_BYTES)) }),
    result: status,
    ...(output !== undefined && { output: boundedCopy(output, MAX_OUTPUT_BYTES) }),
    executionTime: toMilliseconds(durationSeconds),
    ...(Number.isSafeInteger(exitCode) && { exitCode }),
  };
}

/** Arguments are an object by their names; anything else stands under a name of its own. */
function objectOf(value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? value : { value };
}
