import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildCatalogue } from '../../../src/catalogue/index.ts';
import { createAiHook } from '../../../src/hooks/ai/index.ts';
import { createRegistry } from '../../../src/metrics/index.ts';
import {
  type AiCallRecorder,
  createAiCallRecorder,
  createProblemRecorder,
} from '../../../src/recorders/index.ts';
import type { Family, Sample } from '../../support/parse-exposition.ts';
import { scrapeFamilies } from '../../support/scrape.ts';

export const TARGET = { provider: 'openai', model: 'gpt-test' };

/** The AI hook, and what it recorded, read back from the exposition. */
export function createObserved(recorderOf = (recorder: AiCallRecorder): AiCallRecorder => recorder) {
  const registry = createRegistry();
  const logged: string[] = [];
  const problem = createProblemRecorder(registry, (message, error) => logged.push(`${message} ${error}`));
  const recorder = recorderOf(createAiCallRecorder(registry, buildCatalogue('app')));
  const observeAiCall = createAiHook({ recorder, problem });
  const families = () => scrapeFamilies(registry);

  /** What is not 0, in short. */
  const recorded = async () => {
    const all = await families();
    return {
      calls: countsBy(all, 'ai_api_calls_total', 'status'),
      errors: countsBy(all, 'ai_errors_total', 'error_type'),
      tokens: countsBy(all, 'ai_tokens_used_total', 'type'),
      firstTokens: samplesOf(all, 'ai_time_to_first_token_seconds_count').reduce(
        (sum, { value }) => sum + value,
        0,
      ),
      inFlight: samplesOf(all, 'ai_api_calls_in_flight').reduce((sum, { value }) => sum + value, 0),
    };
  };
  return { observeAiCall, recorded, families, logged };
}

export function samplesOf(families: ReadonlyMap<string, Family>, name: string): readonly Sample[] {
  return [...families.values()].flatMap(({ samples }) => samples).filter(sample => sample.name === name);
}

function countsBy(
  families: ReadonlyMap<string, Family>,
  name: string,
  label: string,
): Record<string, number> {
  const counts = samplesOf(families, name).map(({ labels, value }) => [labels[label]!, value] as const);
  return Object.fromEntries(counts.filter(([, value]) => value !== 0));
}

export async function* streamOf<T>(...chunks: readonly T[]): AsyncGenerator<T> {
  yield* chunks;
}

/** Reads a stream to its end. */
export async function readAll<T>(stream: AsyncIterable<T>): Promise<readonly T[]> {
  const chunks: T[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

export function exposeGarbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}
