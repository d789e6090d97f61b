const FIRST_SIZE_BYTES = 64;
/** Small, since arenas stay; they grow while label values are new, which ends soon. */
const GROWTH = 1.25;

/** Copying goes eight bytes at a time and may touch this many bytes behind the end, in the source and in the target. */
export const COPY_MARGIN_BYTES = 8;

/**
 * Copies bytes from one buffer to another, about ten times faster than byte by byte for the 20 to 150 bytes of a
 * series (a call into the runtime costs more than the copy). Reads and writes up to COPY_MARGIN_BYTES - 1 bytes beyond.
 *
 * Going through doubles keeps every bit of UTF-8: only a NaN could be changed on the way, and the bytes of a NaN
 * (0x7F or 0xFF after 0xF0 to 0xFF) do not occur in UTF-8.
 *
 * @returns the position behind the copy.
 */
export function copyBytes(
  target: DataView,
  position: number,
  source: DataView,
  from: number,
  length: number,
): number {
  const end = position + length;
  for (let to = position, at = from; to < end; to += 8, at += 8) {
    target.setFloat64(to, source.getFloat64(at, true), true);
  }
  return end;
}

/** Pieces of UTF-8 in one growing buffer; a piece is known by its number. */
export class ByteArena {
  view: DataView;
  /** `ends[n]` is where piece n ends, and piece n + 1 begins. */
  ends: Uint32Array;
  count = 0;
  #bytes: Buffer;

  constructor() {
    this.#bytes = Buffer.alloc(FIRST_SIZE_BYTES);
    this.view = viewOf(this.#bytes);
    this.ends = new Uint32Array(4);
  }

  /** Adds a piece of text. @returns its number. */
  add(text: string): number {
    const start = this.startOf(this.count);
    const length = Buffer.byteLength(text);
    this.#grow(start + length + COPY_MARGIN_BYTES);
    this.#bytes.write(text, start);
    this.ends[this.count] = start + length;
    return this.count++;
  }

  startOf(piece: number): number {
    return piece === 0 ? 0 : this.ends[piece - 1]!;
  }

  #grow(sizeBytes: number): void {
    if (this.count === this.ends.length) {
      const ends = new Uint32Array(Math.ceil(this.ends.length * GROWTH));
      ends.set(this.ends);
      this.ends = ends;
    }
    if (sizeBytes <= this.#bytes.length) return;
    const bytes = Buffer.alloc(Math.max(sizeBytes, Math.ceil(this.#bytes.length * GROWTH)));
    this.#bytes.copy(bytes);
    this.#bytes = bytes;
    this.view = viewOf(bytes);
  }
}

/** A view of exactly the bytes of a buffer. */
export function viewOf(buffer: Uint8Array): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
