import type { Catalogue } from '../catalogue/index.ts';
import { aiErrorType, costSource, tokenType } from '../catalogue/labels.ts';
import { type ActivityContext, exemplarOf } from '../events/index.ts';
import type { Registry } from '../metrics/index.ts';
import { createCostRecorder } from './ai-call-cost.ts';
import { createAiCallEvents } from './ai-call-event.ts';
import type { FailureEventOptions } from './event-options.ts';
import { createPriceEstimate, type PriceTable } from './price.ts';

/** Kinds of error that a call to a model can end in. */
export type AiErrorType = (typeof aiErrorType.values)[number];

/**
 * What a call used. The kinds of token are disjoint: `input` excludes what a cache served or took, `output` excludes
 * reasoning.
 */
export interface TokenUsage {
  readonly input?: number | undefined;
  readonly output?: number | undefined;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
  readonly reasoning?: number | undefined;
  /** Cost of the call in US dollars, as its provider reports it. @default estimated from the tokens */
  readonly costUsd?: number | undefined;
}

/** Which model is asked, and for what. */
export interface AiCallTarget {
  /** OpenTelemetry's `gen_ai.provider.name` where it has one, e.g. `openai`, `anthropic`, `gcp.gemini`. */
  readonly provider: string;
  readonly model: string;
  /** OpenTelemetry's `gen_ai.operation.name` where it has one. @default 'chat' */
  readonly operation?: string | undefined;
}

/** One call to a model that has ended. */
export interface AiCallObservation extends AiCallTarget {
  readonly status: 'success' | 'error' | 'abandoned';
  /** Only with status `error`. */
  readonly errorType?: AiErrorType | undefined;
  readonly isStreamed: boolean;
  readonly durationSeconds: number;
  /** Streamed calls whose first token came. */
  readonly timeToFirstTokenSeconds?: number | undefined;
  readonly usage: TokenUsage;
  /** Leads from the metrics to the trace, and says of the event whose it is. @default none */
  readonly context?: ActivityContext | undefined;
  /** What the user wrote, for the event. */
  readonly prompt?: string | undefined;
  /** What the model wrote, for the event; its beginning is enough. */
  readonly answer?: string | undefined;
  /** Characters of the whole answer. @default those of `answer` */
  readonly answerLength?: number | undefined;
  /** What the call threw, for the event; only with status `error`. */
  readonly error?: unknown;
}

/** Turns calls to models into metrics and events. */
export interface AiCallRecorder {
  /** Whether events are made, so that prompts and answers are of use. */
  readonly takesContent?: boolean | undefined;
  /** A call has begun; every one that began must end by `record`, and none else: what is in flight is counted. */
  begin(target: AiCallTarget): void;
  record(observation: AiCallObservation): void;
}

const DEFAULT_OPERATION = 'chat';
const STATUSES = ['success', 'error', 'abandoned'] as const;

export interface AiCallRecorderOptions extends FailureEventOptions {
  /** Prices that are not public, or differ from the public ones. @default none */
  readonly prices?: PriceTable | undefined;
}

/** Throws CONFIG_INVALID for a price that is no number of 0 or more. */
export function createAiCallRecorder(
  registry: Registry,
  catalogue: Catalogue,
  options: AiCallRecorderOptions = {},
): AiCallRecorder {
  const { ai } = catalogue;
  const calls = registry.counter(ai.calls);
  const duration = registry.histogram(ai.duration);
  const timeToFirstToken = registry.histogram(ai.timeToFirstToken);
  const outputTokenRate = registry.histogram(ai.outputTokenRate);
  const errors = registry.counter(ai.errors);
  const inFlight = registry.gauge(ai.inFlight);
  const announce = createAnnouncer(registry, ai);
  const recordTokens = createTokenRecorder(registry, ai.tokens);
  const recordCost = createCostRecorder(registry, catalogue, createPriceEstimate(options.prices));
  const { events } = options;
  const emit = events === undefined ? undefined : createAiCallEvents(events, options);

  return {
    takesContent: emit !== undefined,
    begin: ({ provider, model, operation = DEFAULT_OPERATION }) => {
      inFlight.with({ provider, model }).inc();
      announce(provider, model, operation);
    },
    record: observation => {
      const {
        provider,
        model,
        operation = DEFAULT_OPERATION,
        status,
        errorType,
        durationSeconds,
      } = observation;
      const exemplar = exemplarOf(observation.context);
      const stream = observation.isStreamed ? 'true' : 'false';
      inFlight.with({ provider, model }).dec();
      calls.with({ provider, model, operation, status }).inc(1, exemplar);
      duration.with({ provider, model, operation, stream }).observe(durationSeconds, exemplar);
      if (status === 'error') errors.with({ provider, model, error_type: errorType ?? 'unknown' }).inc();
      recordTokens(provider, model, observation.usage);
      const costUsd = recordCost(observation, observation.usage);
      const firstToken = observation.timeToFirstTokenSeconds;
      if (firstToken !== undefined) {
        timeToFirstToken.with({ provider, model, operation }).observe(firstToken, exemplar);
        const rate = tokensPerSecond(observation, firstToken);
        if (rate !== undefined) outputTokenRate.with({ provider, model, operation }).observe(rate);
      }
      emit?.(observation, costUsd);
    },
  };
}

/** Starts all series of a model at 0 with the first call to it, so that the first of each kind is seen as an increase. */
function createAnnouncer(registry: Registry, ai: Catalogue['ai']) {
  const calls = registry.counter(ai.calls);
  const errors = registry.counter(ai.errors);
  const tokens = registry.counter(ai.tokens);
  const cost = registry.counter(ai.cost);
  const unpricedCalls = registry.counter(ai.unpricedCalls);
  /** A series of each that is announced; no more than the caps on series let there be. */
  const announced = new Set<object>();

  const isNew = (series: object): boolean => {
    if (announced.has(series)) return false;
    announced.add(series);
    return true;
  };

  return (provider: string, model: string, operation: string): void => {
    if (!isNew(calls.with({ provider, model, operation, status: 'success' }))) return;
    calls.initialise(STATUSES.map(status => ({ provider, model, operation, status })));
    if (!isNew(errors.with({ provider, model, error_type: 'unknown' }))) return;
    errors.initialise(aiErrorType.values.map(error_type => ({ provider, model, error_type })));
    tokens.initialise(tokenType.values.map(type => ({ provider, model, type })));
    cost.initialise(costSource.values.map(source => ({ provider, model, source })));
    unpricedCalls.initialise([{ provider, model }]);
  };
}

function createTokenRecorder(registry: Registry, definition: Catalogue['ai']['tokens']) {
  const tokens = registry.counter(definition);
  return (provider: string, model: string, usage: TokenUsage): void => {
    tokens.with({ provider, model, type: 'input' }).inc(usage.input ?? 0);
    tokens.with({ provider, model, type: 'output' }).inc(usage.output ?? 0);
    tokens.with({ provider, model, type: 'cache_read' }).inc(usage.cacheRead ?? 0);
    tokens.with({ provider, model, type: 'cache_write' }).inc(usage.cacheWrite ?? 0);
    tokens.with({ provider, model, type: 'reasoning' }).inc(usage.reasoning ?? 0);
  };
}

/** Output tokens after the first, per second since the first; undefined where there is nothing to divide. */
function tokensPerSecond(
  { usage, durationSeconds }: AiCallObservation,
  firstTokenSeconds: number,
): number | undefined {
  const generatingSeconds = durationSeconds - firstTokenSeconds;
  const tokens = (usage.output ?? 0) - 1;
  return tokens > 0 && generatingSeconds > 0 ? tokens / generatingSeconds : undefined;
}
