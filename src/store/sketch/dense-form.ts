/** Bits of a user's hash that choose the register. */
export const DENSE_BITS = 12;
/** Registers of a dense sketch. */
export const REGISTERS = 2 ** DENSE_BITS;
/** Of a dense sketch: a byte that tells the form, and the registers. A sparse one is never of just this length. */
export const DENSE_BYTES = 1 + REGISTERS;
/** Ranks, of which there are 53 at the most, are written as this and the characters behind it. */
export const ASCII_ZERO = 0x30;
