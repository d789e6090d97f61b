import type { IncomingMessage } from 'node:http';
import { expect } from 'vitest';
import { buildCatalogue } from '../../../src/catalogue/index.ts';
import type { HttpHookOptions } from '../../../src/hooks/http/http-hook.ts';
import { createRegistry } from '../../../src/metrics/index.ts';
import { createHttpRequestRecorder, createProblemRecorder } from '../../../src/recorders/index.ts';
import type { Family, Sample } from '../../support/parse-exposition.ts';
import { scrapeFamilies } from '../../support/scrape.ts';

const WAIT = { timeout: 5000, interval: 10 };

export type Identify = (request: IncomingMessage) => {
  readonly userId?: unknown;
  readonly sessionId?: unknown;
};

/** Labels of one series of `http_requests_total` with its value, in short. */
export interface Counted {
  readonly method: string;
  readonly route: string;
  readonly status: string;
  readonly stream: string;
  readonly outcome: string;
  readonly count: number;
}

/** What an HTTP hook recorded, read back from its exposition. */
export function createObserved(identify?: Identify) {
  const registry = createRegistry();
  const catalogue = buildCatalogue('app');
  const logged: string[] = [];
  const problem = createProblemRecorder(registry, (message, error) => logged.push(`${message} ${error}`));
  const hook: HttpHookOptions = {
    recorder: createHttpRequestRecorder(registry, catalogue),
    problem,
    identify,
  };
  const families = () => scrapeFamilies(registry);

  /** All series of `http_requests_total` that counted something, once nothing is in flight and so many have ended. */
  const ended = async (count: number): Promise<readonly Counted[]> => {
    await expect.poll(async () => readState(await families()), WAIT).toEqual({ inFlight: 0, count });
    return readCounted(await families());
  };
  /** Waits until so many requests are in flight. */
  const inFlight = (count: number) => expect.poll(async () => inFlightOf(await families()), WAIT).toBe(count);
  return { registry, hook, logged, families, ended, inFlight };
}

export type Observed = ReturnType<typeof createObserved>;

/** Sum or count of a histogram over all its series of a route. */
export async function sumOf(observed: Observed, name: string, route: string): Promise<number> {
  return samplesOf(await observed.families(), name)
    .filter(({ labels }) => labels['route'] === route)
    .reduce((total, { value }) => total + value, 0);
}

function samplesOf(families: ReadonlyMap<string, Family>, name: string): readonly Sample[] {
  return [...families.values()].flatMap(({ samples }) => samples).filter(sample => sample.name === name);
}

function inFlightOf(families: ReadonlyMap<string, Family>): number | undefined {
  return samplesOf(families, 'http_requests_in_flight')[0]?.value;
}

function readState(families: ReadonlyMap<string, Family>) {
  const counted = readCounted(families);
  return {
    inFlight: inFlightOf(families),
    count: counted.reduce((total, { count }) => total + count, 0),
  };
}

function readCounted(families: ReadonlyMap<string, Family>): readonly Counted[] {
  return samplesOf(families, 'http_requests_total')
    .filter(({ value }) => value > 0)
    .map(({ labels, value }) => ({
      method: labels['method']!,
      route: labels['route']!,
      status: labels['status_code']!,
      stream: labels['stream']!,
      outcome: labels['outcome']!,
      count: value,
    }));
}
