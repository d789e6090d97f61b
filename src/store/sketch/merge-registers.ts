import { ASCII_ZERO, REGISTERS } from './dense-form.ts';

const incoming = new Uint8Array(REGISTERS);
const incomingWords = new Int32Array(incoming.buffer);

/** The same byte four times. */
const inAllBytes = (byte: number) => Math.imul(byte, 0x01010101);

const ZEROS = inAllBytes(ASCII_ZERO);
const HIGH_BITS = inAllBytes(0x80);

/**
 * Raises each register to the rank of another sketch where that is larger, four at a time: a month of hours is three
 * million registers. Ranks are below 128, so that the high bit of a byte is free to tell which of two is larger.
 * @param registers of a buffer of their own
 * @param bytes the dense form
 */
export function mergeRegisters(registers: Uint8Array, bytes: Uint8Array): void {
  // Behind the first byte, words would not begin where the machine can read them.
  incoming.set(bytes.subarray(1));
  const words = new Int32Array(registers.buffer);
  for (let index = 0; index < words.length; index++) {
    const ours = words[index]!;
    const theirs = incomingWords[index]! - ZEROS;
    const isOurs = ((ours | HIGH_BITS) - theirs) & HIGH_BITS;
    const mask = (isOurs - (isOurs >>> 7)) | isOurs;
    words[index] = (ours & mask) | (theirs & ~mask);
  }
}
