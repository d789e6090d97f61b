/** Numbers as PostgreSQL writes an array. `pg` would look into each of them for something to escape. */
export function numberArray(values: readonly number[]): string {
  return `{${values.join(',')}}`;
}

/** What PostgreSQL takes for more than itself between the quotes of an element. */
const SPECIAL = /["\\]/;

/**
 * Texts as PostgreSQL writes an array; NULL for null. `pg` would look at each of them five times.
 * @throws TypeError for half of a surrogate pair, which would silently become another character.
 */
export function textArray(values: readonly (string | null)[]): string {
  let array = '{';
  for (const value of values) array += array === '{' ? elementOf(value) : `,${elementOf(value)}`;
  return `${array}}`;
}

function elementOf(value: string | null): string {
  if (value === null) return 'NULL';
  if (!value.isWellFormed()) throw new TypeError('half of a surrogate pair');
  return SPECIAL.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : `"${value}"`;
}

/** Where a piece of JSON lies in its buffer. */
export interface JsonPiece {
  readonly json: Buffer;
  readonly start: number;
  readonly end: number;
}

const JSONB_OID = 3802;
const JSONB_VERSION = 1;
/** Dimensions, whether there are nulls, type of the elements; length and lower bound of the one dimension. */
const ARRAY_HEADER_BYTES = 20;
/** Length of the element, and the version of its form. */
const ELEMENT_HEADER_BYTES = 5;

/** An array of `jsonb` in its binary form (array_recv and jsonb_recv of PostgreSQL), from bytes as they are: nothing is escaped. */
export function jsonbArray(pieces: readonly JsonPiece[]): Buffer {
  let sizeBytes = ARRAY_HEADER_BYTES + pieces.length * ELEMENT_HEADER_BYTES;
  for (const { start, end } of pieces) sizeBytes += end - start;
  const array = Buffer.allocUnsafe(sizeBytes);
  for (const [i, word] of [1, 0, JSONB_OID, pieces.length, 1].entries()) array.writeInt32BE(word, 4 * i);
  let at = ARRAY_HEADER_BYTES;
  for (const { json, start, end } of pieces) {
    array.writeInt32BE(end - start + 1, at);
    array[at + 4] = JSONB_VERSION;
    at += ELEMENT_HEADER_BYTES;
    at += json.copy(array, at, start, end);
  }
  return array;
}
