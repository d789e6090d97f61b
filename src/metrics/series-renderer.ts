import type { AnyInstrument } from './any-instrument.ts';
import { ByteArena, COPY_MARGIN_BYTES, copyBytes, viewOf } from './byte-arena.ts';
import { type ByteWriter, canonicalNumberText, numberText } from './byte-writer.ts';
import type { Exemplar } from './exemplar.ts';
import { type ExpositionFormat, familyHeader } from './format.ts';
import { Histogram } from './histogram.ts';
import type { Slab } from './instrument.ts';
import type { LabelTable } from './label-table.ts';
import { labelPairs } from './label-text.ts';

const COMMA = 44;
const NEWLINE = 10;

/**
 * Renders the samples of one instrument in one format. Whatever is the same at every scrape (names, bounds, label
 * pairs) has been rendered before; a line is three copies and a number.
 */
export class SeriesRenderer {
  /** Samples that one series has: the lines it renders to. */
  readonly samplesPerSeries: number;
  readonly header: string;
  readonly #instrument: AnyInstrument;
  readonly #format: ExpositionFormat;
  /** Heads and tails of the lines, alternately: `name_bucket{` and `,le="0.5"} `. */
  readonly #pieces = new ByteArena();
  readonly #piecesBytes: number;
  readonly #block: LabelBlock;

  constructor(
    instrument: AnyInstrument,
    format: ExpositionFormat,
    constantLabels: Readonly<Record<string, string>>,
  ) {
    this.#instrument = instrument;
    this.#format = format;
    const { name, type, def } = instrument;
    this.header = familyHeader({ name, type, help: def.help, unit: def.unit }, format);
    this.#block = new LabelBlock(instrument.table, labelPairs(constantLabels));
    const lines = lineNamesOf(instrument);
    this.samplesPerSeries = lines.length;
    for (const { sample, le } of lines) this.#addPieces(sample, le);
    this.#piecesBytes = this.#pieces.startOf(this.#pieces.count);
  }

  /** Renders the series of a slab from `first` up to `end`, numbered within the slab. */
  renderSlab(writer: ByteWriter, { values }: Slab, seriesBase: number, first: number, end: number): void {
    const isHistogram = this.#instrument instanceof Histogram;
    const width = isHistogram ? this.#instrument.bounds.length + 2 : 1;
    for (let i = first; i < end; i++) {
      this.#block.load(seriesBase + i);
      if (isHistogram) this.#renderHistogram(writer, values, i * width, seriesBase + i);
      else this.#renderSingle(writer, values[i]!, seriesBase + i);
    }
  }

  #renderSingle(writer: ByteWriter, value: number, series: number): void {
    // A gauge that is unset has nothing to show.
    if (Number.isNaN(value)) return;
    this.#line(writer, 0, value);
    const handle = this.#instrument.series[series]!;
    if ('exemplar' in handle) this.#exemplar(writer, handle.exemplar);
    writer.byte(NEWLINE);
  }

  #renderHistogram(writer: ByteWriter, values: Float64Array, offset: number, series: number): void {
    const buckets = this.samplesPerSeries - 2;
    const handle = this.#instrument.series[series]!;
    const exemplars = 'exemplars' in handle ? handle.exemplars : undefined;
    let count = 0;
    for (let bucket = 0; bucket < buckets; bucket++) {
      count += values[offset + bucket]!;
      this.#line(writer, bucket, count);
      if (exemplars !== undefined) this.#exemplar(writer, exemplars[bucket]);
      writer.byte(NEWLINE);
    }
    this.#line(writer, buckets, values[offset + buckets]!);
    writer.byte(NEWLINE);
    this.#line(writer, buckets + 1, count);
    writer.byte(NEWLINE);
  }

  #line(writer: ByteWriter, line: number, value: number): void {
    const { view, ends } = this.#pieces;
    const head = line === 0 ? 0 : ends[2 * line - 1]!;
    const headEnd = ends[2 * line]!;
    writer.reserve(this.#piecesBytes + this.#block.length);
    writer.bytes(view, head, headEnd - head);
    writer.bytes(this.#block.view, 0, this.#block.length);
    writer.bytes(view, headEnd, ends[2 * line + 1]! - headEnd);
    writer.number(value);
  }

  #exemplar(writer: ByteWriter, exemplar: Exemplar | undefined): void {
    if (exemplar === undefined || this.#format === 'text') return;
    const { labelBlock, value, timestampSeconds } = exemplar;
    writer.text(` # {${labelBlock}} ${numberText(value)} ${timestampSeconds}`);
  }

  #addPieces(sample: string, le: string | undefined): void {
    const bound = le === undefined ? '' : `le="${le}"`;
    if (this.#block.isAlwaysEmpty) {
      this.#pieces.add(bound === '' ? sample : `${sample}{${bound}}`);
      this.#pieces.add(' ');
    } else {
      this.#pieces.add(`${sample}{`);
      this.#pieces.add(bound === '' ? '} ' : `,${bound}} `);
    }
  }
}

interface LineName {
  readonly sample: string;
  readonly le?: string;
}

function lineNamesOf(instrument: AnyInstrument): readonly LineName[] {
  const { name } = instrument;
  if (!(instrument instanceof Histogram)) return [{ sample: name }];
  const bounds = [...instrument.bounds, Number.POSITIVE_INFINITY];
  return [
    ...bounds.map(bound => ({ sample: `${name}_bucket`, le: canonicalNumberText(bound) })),
    { sample: `${name}_sum` },
    { sample: `${name}_count` },
  ];
}

/** The labels of one series after the other as bytes: `a="1",b="2"`. */
class LabelBlock {
  length = 0;
  view: DataView;
  readonly isAlwaysEmpty: boolean;
  readonly #table: LabelTable;
  readonly #constantBytes: number;
  #bytes: Buffer;

  constructor(table: LabelTable, constantLabels: string) {
    this.#table = table;
    this.#bytes = Buffer.alloc(Buffer.byteLength(constantLabels) + 256);
    this.view = viewOf(this.#bytes);
    this.#constantBytes = this.#bytes.write(constantLabels);
    this.isAlwaysEmpty = table.dimensions.length === 0 && constantLabels === '';
  }

  load(series: number): void {
    const { dimensions, keys, keyWidth } = this.#table;
    let position = this.#constantBytes;
    for (let i = 0; i < dimensions.length; i++) {
      const { pairs } = dimensions[i]!;
      const number = keys[series * keyWidth + i]!;
      const start = pairs.startOf(number);
      const length = pairs.ends[number]! - start;
      this.#grow(position + length + 1);
      if (position > 0) this.#bytes[position++] = COMMA;
      position = copyBytes(this.view, position, pairs.view, start, length);
    }
    this.length = position;
  }

  #grow(sizeBytes: number): void {
    if (sizeBytes + COPY_MARGIN_BYTES <= this.#bytes.length) return;
    const bytes = Buffer.alloc(2 * (sizeBytes + COPY_MARGIN_BYTES));
    this.#bytes.copy(bytes);
    this.#bytes = bytes;
    this.view = viewOf(bytes);
  }
}
