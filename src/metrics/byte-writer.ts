import { COPY_MARGIN_BYTES, copyBytes, viewOf } from './byte-arena.ts';

const CHUNK_BYTES = 64 * 1024;
const ZERO = 48;
/** Integers below this are written digit by digit; above it doubles are no longer exact integers worth it. */
const MAX_FAST_INTEGER = 1e15;
/** No number's text is longer, e.g. `-2.2250738585072014e-308`. */
const MAX_NUMBER_BYTES = 32;

/** Writes an exposition into chunks of 64 KiB. Call `reserve` before anything else is written. */
export class ByteWriter {
  #chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  #view = viewOf(this.#chunk);
  #position = 0;
  #full: Buffer[] = [];

  /** Makes room for so many bytes of pieces and one number. */
  reserve(bytes: number): void {
    const needed = bytes + MAX_NUMBER_BYTES + COPY_MARGIN_BYTES;
    if (this.#position + needed <= this.#chunk.length) return;
    this.#finishChunk(Math.max(CHUNK_BYTES, needed));
  }

  bytes(source: DataView, from: number, length: number): void {
    this.#position = copyBytes(this.#view, this.#position, source, from, length);
  }

  byte(code: number): void {
    this.#chunk[this.#position++] = code;
  }

  /** Writes text of any length; makes its own room. */
  text(text: string): void {
    this.reserve(Buffer.byteLength(text));
    this.#position += this.#chunk.write(text, this.#position);
  }

  /** Writes a number as both formats take it: `5`, `0.25`, `1e+21`, `NaN`, `+Inf`. */
  number(value: number): void {
    if (value >= 0 && value < MAX_FAST_INTEGER && Math.floor(value) === value) this.#integer(value);
    else this.#ascii(numberText(value));
  }

  /** The chunks that are full, which the caller then owns. */
  take(): Buffer[] {
    const full = this.#full;
    this.#full = [];
    return full;
  }

  /** All that is left, the chunk in work included. */
  end(): Buffer[] {
    this.#finishChunk(0);
    return this.take();
  }

  #finishChunk(nextBytes: number): void {
    if (this.#position > 0) this.#full.push(this.#chunk.subarray(0, this.#position));
    this.#chunk = Buffer.allocUnsafeSlow(nextBytes);
    this.#view = viewOf(this.#chunk);
    this.#position = 0;
  }

  #integer(value: number): void {
    let digits = 1;
    for (let limit = 10; limit <= value; limit *= 10) digits++;
    const end = this.#position + digits;
    let rest = value;
    let at = end - 1;
    for (; rest > 0xffffffff; at--) {
      const quotient = Math.floor(rest / 10);
      this.#chunk[at] = ZERO + (rest - quotient * 10);
      rest = quotient;
    }
    for (let small = rest >>> 0; at >= this.#position; at--) {
      const quotient = (small / 10) >>> 0;
      this.#chunk[at] = ZERO + (small - quotient * 10);
      small = quotient;
    }
    this.#position = end;
  }

  #ascii(text: string): void {
    for (let i = 0; i < text.length; i++) this.#chunk[this.#position++] = text.charCodeAt(i);
  }
}

/** The text of a number in text 0.0.4 and OpenMetrics. */
export function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return String(value);
}

/**
 * A number in the canonical form that OpenMetrics wants for `le` and `quantile`: `1.0`, `0.5`, `1e+06`, `+Inf`. That is
 * Go's `%g` (an exponent below -4 and from 6 on, of two digits), with `.0` behind what would look like an integer.
 */
export function canonicalNumberText(value: number): string {
  if (!Number.isFinite(value)) return numberText(value);
  const [mantissa = '', exponentText] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 6) {
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}
