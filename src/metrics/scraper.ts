import { pipeline, Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import { selfMetrics } from '../catalogue/self.ts';
import type { AnyInstrument } from './any-instrument.ts';
import type { CollectorRun, CollectorRunner } from './collector.ts';
import { FamilyFilter } from './family-filter.ts';
import { Flight } from './flight.ts';
import { foreignHeader } from './foreign-families.ts';
import { CONTENT_TYPES, type ExpositionFormat } from './format.ts';
import { acceptsGzip, negotiateFormat } from './negotiation.ts';
import type { PromFamily } from './prom-client-types.ts';
import type { Registry } from './registry.ts';
import { ExpositionRenderer } from './render.ts';
import { sampleNamesOf } from './validation.ts';

/** Time that collectors have where neither the scraper nor the application says otherwise. */
const DEFAULT_COLLECTOR_TIMEOUT_MS = 5000;
/** Share of the scraper's own timeout that collectors may use; the rest is for rendering and the network. */
const SHARE_OF_SCRAPE_TIMEOUT = 0.8;

/** Shorter timeouts of a scraper are taken for this one: below it nothing could be collected. */
const MIN_SCRAPE_TIMEOUT_SECONDS = 0.1;

/** A scrape joins another that began so recently; behind a reader that stalls, later ones are to be fresh. */
const JOIN_WINDOW_MS = 1000;

/** What a scraper asks for, as its request says it. */
export interface ScrapeRequest {
  readonly accept?: string | undefined;
  readonly acceptEncoding?: string | undefined;
  /** `name[]` parameters; none means every family. */
  readonly names?: readonly string[];
  /** The scraper's own timeout (`X-Prometheus-Scrape-Timeout-Seconds`); above 0, at least 0.1 is assumed. */
  readonly timeoutSeconds?: number | undefined;
}

/** The answer to a scrape. The body must be read to its end, or returned. */
export interface ScrapeResponse {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncGenerator<Buffer>;
}

export interface ScraperOptions {
  /** Time in which a collector must be done; a scraper with a shorter timeout waits less. @default 5000 */
  readonly collectorTimeoutMs?: number;
}

/** What a scrape is to do; scrapes of the same key do the same. */
interface ScrapePlan {
  readonly key: string;
  readonly format: ExpositionFormat;
  readonly gzip: boolean;
  readonly filter: FamilyFilter;
  readonly deadlineMs: number;
}

/** Answers scrapes of a registry; scrapes for the same thing at the same time share one answer. */
export class Scraper {
  readonly #registry: Registry;
  readonly #collectorTimeoutMs: number;
  readonly #renderers: Readonly<Record<ExpositionFormat, ExpositionRenderer>>;
  readonly #flights = new Map<string, Flight<Buffer>>();
  readonly #self: ReturnType<typeof bindSelfMetrics>;

  constructor(registry: Registry, options: ScraperOptions = {}) {
    this.#registry = registry;
    this.#collectorTimeoutMs = options.collectorTimeoutMs ?? DEFAULT_COLLECTOR_TIMEOUT_MS;
    this.#renderers = {
      text: new ExpositionRenderer('text', registry.constantLabels),
      openmetrics: new ExpositionRenderer('openmetrics', registry.constantLabels),
    };
    this.#self = bindSelfMetrics(registry);
  }

  /** Negotiates format and encoding and starts, or joins, the scrape. */
  scrape(request: ScrapeRequest = {}): ScrapeResponse {
    const plan = this.#plan(request);
    const { format, gzip } = plan;
    const flight = this.#flights.get(plan.key) ?? this.#start(plan);
    this.#self.scrapes.with({ format }).inc();
    const encoding: Record<string, string> = gzip ? { 'content-encoding': 'gzip' } : {};
    const headers = { 'content-type': CONTENT_TYPES[format], vary: 'accept, accept-encoding', ...encoding };
    return { headers, body: flight.join() };
  }

  #plan({ accept, acceptEncoding, names = [], timeoutSeconds }: ScrapeRequest): ScrapePlan {
    const format = negotiateFormat(accept);
    const gzip = acceptsGzip(acceptEncoding);
    const filter = new FamilyFilter(names);
    const deadlineMs = this.#deadlineMs(timeoutSeconds);
    // Of another deadline, one would keep the scraper waiting for too long, or have given up collectors too early.
    return { format, gzip, filter, deadlineMs, key: `${format} ${gzip} ${deadlineMs} ${filter.key}` };
  }

  #start(plan: ScrapePlan): Flight<Buffer> {
    const { key, gzip } = plan;
    const source = this.#expose(plan);
    const forget = () => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    };
    const joinWindow = setTimeout(() => {
      forget();
      flight.closeJoining();
    }, JOIN_WINDOW_MS).unref();
    const flight = new Flight(gzip ? compress(source) : source, () => {
      clearTimeout(joinWindow);
      forget();
    });
    this.#flights.set(key, flight);
    return flight;
  }

  /**
   * Runs all collectors, so that their metrics are up to date for a reader that does not scrape. Included registries
   * are not read: they set no metric here, and may be what is asking.
   */
  async refresh(): Promise<void> {
    await this.#run(this.#registry.runners, this.#collectorTimeoutMs);
  }

  async *#expose({ format, filter, deadlineMs }: ScrapePlan): AsyncGenerator<Buffer> {
    const start = performance.now();
    const failed = await this.#collect(filter, deadlineMs);
    const instruments = this.#registry.instruments().filter(one => !failed.has(one) && filter.wants(one));
    yield* this.#renderers[format].render({ instruments, foreign: this.#foreignFamilies(filter) });
    this.#self.duration.observe((performance.now() - start) / 1000);
  }

  #deadlineMs(timeoutSeconds: number | undefined): number {
    if (timeoutSeconds === undefined || !(timeoutSeconds > 0)) return this.#collectorTimeoutMs;
    const usedSeconds = Math.max(timeoutSeconds, MIN_SCRAPE_TIMEOUT_SECONDS) * SHARE_OF_SCRAPE_TIMEOUT;
    return Math.min(this.#collectorTimeoutMs, Math.round(usedSeconds * 1000));
  }

  /** Runs the collectors that are wanted. @returns the metrics of those that failed. */
  #collect(filter: FamilyFilter, deadlineMs: number): Promise<ReadonlySet<AnyInstrument>> {
    const isWanted = ({ collector }: CollectorRunner) => collector.metrics.some(one => filter.wants(one));
    const included = this.#registry.included.map(({ runner }) => runner);
    return this.#run([...this.#registry.runners.filter(isWanted), ...included], deadlineMs);
  }

  async #run(runners: readonly CollectorRunner[], deadlineMs: number): Promise<ReadonlySet<AnyInstrument>> {
    const runs = await Promise.all(runners.map(runner => runner.run(deadlineMs, this.#collectorTimeoutMs)));
    for (const run of runs) this.#report(run);
    return new Set(runs.filter(run => run.error !== undefined).flatMap(run => run.collector.metrics));
  }

  #report({ collector, durationSeconds, error }: CollectorRun): void {
    const labels = { collector: collector.name };
    this.#self.collectorSuccess.with(labels).set(error === undefined ? 1 : 0);
    this.#self.collectorDuration.with(labels).set(durationSeconds);
    if (error !== undefined) this.#registry.onProblem(`collector ${collector.name}`, error);
  }

  /** The wanted families of included registries of which no instrument, or registry before, has a sample name. */
  #foreignFamilies(filter: FamilyFilter): readonly PromFamily[] {
    const taken = new Set<string>();
    const families: PromFamily[] = [];
    for (const family of this.#registry.included.flatMap(one => one.families)) {
      const header = foreignHeader(family);
      const names = sampleNamesOf(header);
      if (names.some(name => taken.has(name) || this.#registry.owns(name))) continue;
      for (const name of names) taken.add(name);
      if (filter.wants(header)) families.push(family);
    }
    return families;
  }
}

/** Makes what answers the scrapes of a registry. */
export function createScraper(registry: Registry, options?: ScraperOptions): Scraper {
  return new Scraper(registry, options);
}

function bindSelfMetrics(registry: Registry) {
  return {
    collectorSuccess: registry.gauge(selfMetrics.collectorSuccess),
    collectorDuration: registry.gauge(selfMetrics.collectorDuration),
    scrapes: registry.counter(selfMetrics.scrapes),
    duration: registry.histogram(selfMetrics.scrapeDuration),
  };
}

/** Level 1: an exposition repeats itself so much that higher levels cost more than they save. */
async function* compress(source: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const gzip = createGzip({ level: constants.Z_BEST_SPEED, chunkSize: 64 * 1024 });
  pipeline(Readable.from(source), gzip, () => {});
  yield* gzip as AsyncIterable<Buffer>;
}
