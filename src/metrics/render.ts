import type { AnyInstrument } from './any-instrument.ts';
import { ByteWriter } from './byte-writer.ts';
import { foreignFamilyLines } from './foreign-families.ts';
import type { ExpositionFormat } from './format.ts';
import type { PromFamily } from './prom-client-types.ts';
import { SeriesRenderer } from './series-renderer.ts';

/** Samples that are rendered before the event loop gets its turn: 0.1 ms of work, or 4 ms before the code is compiled. */
const SAMPLES_PER_SLICE = 1000;

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

  /** Chunks of about 64 KiB; between any 1,000 samples the event loop gets its turn. */
  async *render(content: ExpositionContent): AsyncGenerator<Buffer> {
    const writer = new ByteWriter();
    for (const _ of this.#slices(writer, content)) {
      yield* writer.take();
      await nextTurn();
    }
    yield* writer.end();
  }

  /** Writes everything, and yields whenever a slice is full. */
  *#slices(writer: ByteWriter, { instruments, foreign }: ExpositionContent): Generator<void> {
    let samples = 0;
    for (const instrument of instruments) {
      for (const rendered of this.#instrumentSlices(writer, instrument, SAMPLES_PER_SLICE)) {
        samples += rendered;
        if (samples < SAMPLES_PER_SLICE) continue;
        samples = 0;
        yield;
      }
    }
    for (const family of foreign) {
      for (const line of foreignFamilyLines(family, this.#format, this.#constantLabels)) {
        writer.text(line);
        if (++samples % SAMPLES_PER_SLICE === 0) yield;
      }
    }
    if (this.#format === 'openmetrics') writer.text('# EOF\n');
  }

  /**
   * Renders a family in steps of at most `maxSamples` (at least one series); yields how many samples a step had. The
   * family may grow between two steps: every slab but the last is full, so that series keep their numbers.
   */
  *#instrumentSlices(writer: ByteWriter, instrument: AnyInstrument, maxSamples: number): Generator<number> {
    if (instrument.series.length === 0) return;
    const renderer = this.#rendererOf(instrument);
    const step = Math.max(1, Math.floor(maxSamples / renderer.samplesPerSeries));
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
