import type { AnyInstrument } from './any-instrument.ts';
import { ByteWriter } from './byte-writer.ts';
import { foreignFamilyLines } from './foreign-families.ts';
import type { ExpositionFormat } from './format.ts';
import type { PromFamily } from './prom-client-types.ts';
import { SeriesRenderer } from './series-renderer.ts';

/** Work after which the event loop gets its turn, whichever comes first; the time counts before the code is compiled. */
const MAX_SAMPLES_PER_SLICE = 2000;
const MAX_SLICE_MS = 2;
/** Samples between two looks at the clock. */
const SAMPLES_PER_STEP = 100;

/** What one exposition shows. */
export interface ExpositionContent {
  readonly instruments: readonly AnyInstrument[];
  readonly foreign: readonly PromFamily[];
}

/** Renders instruments in one format, keeping what is the same at every scrape. */
export class ExpositionRenderer {
  readonly #format: ExpositionFormat;
  readonly #constantLabels: Readonly<Record<string, string>>;
  readonly #renderers = new WeakMap<AnyInstrument, SeriesRenderer>();

  constructor(format: ExpositionFormat, constantLabels: Readonly<Record<string, string>>) {
    this.#format = format;
    this.#constantLabels = constantLabels;
  }

  /** Chunks of about 64 KiB; after 2,000 samples, or 2 ms, the event loop gets its turn. */
  async *render(content: ExpositionContent): AsyncGenerator<Buffer> {
    const writer = new ByteWriter();
    for (const _ of this.#slices(writer, content)) {
      yield* writer.take();
      await nextTurn();
    }
    yield* writer.end();
  }

  /** Writes everything, and yields whenever a slice is full. */
  *#slices(writer: ByteWriter, content: ExpositionContent): Generator<void> {
    let samples = 0;
    let startMs = performance.now();
    for (const rendered of this.#steps(writer, content)) {
      samples += rendered;
      if (samples < MAX_SAMPLES_PER_SLICE && performance.now() - startMs < MAX_SLICE_MS) continue;
      yield;
      samples = 0;
      startMs = performance.now();
    }
    if (this.#format === 'openmetrics') writer.text('# EOF\n');
  }

  /** Writes everything but the end; yields how many samples each step had. */
  *#steps(writer: ByteWriter, { instruments, foreign }: ExpositionContent): Generator<number> {
    for (const instrument of instruments) yield* this.#instrumentSteps(writer, instrument);
    let lines = 0;
    for (const family of foreign) {
      for (const line of foreignFamilyLines(family, this.#format, this.#constantLabels)) {
        writer.text(line);
        if (++lines % SAMPLES_PER_STEP === 0) yield SAMPLES_PER_STEP;
      }
    }
  }

  /**
   * Renders a family in steps of about SAMPLES_PER_STEP (at least one series); yields how many each had. The family
   * may grow between two steps: every slab but the last is full, so that series keep their numbers.
   */
  *#instrumentSteps(writer: ByteWriter, instrument: AnyInstrument): Generator<number> {
    if (instrument.series.length === 0) return;
    const renderer = this.#rendererOf(instrument);
    const step = Math.max(1, Math.floor(SAMPLES_PER_STEP / renderer.samplesPerSeries));
    writer.text(renderer.header);
    let base = 0;
    for (const slab of instrument.slabs) {
      for (let first = 0; first < slab.used; ) {
        const end = Math.min(slab.used, first + step);
        renderer.renderSlab(writer, slab, base, first, end);
        yield (end - first) * renderer.samplesPerSeries;
        first = end;
      }
      base += slab.capacity;
    }
  }

  #rendererOf(instrument: AnyInstrument): SeriesRenderer {
    let renderer = this.#renderers.get(instrument);
    if (renderer === undefined) {
      renderer = new SeriesRenderer(instrument, this.#format, this.#constantLabels);
      this.#renderers.set(instrument, renderer);
    }
    return renderer;
  }
}

function nextTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
