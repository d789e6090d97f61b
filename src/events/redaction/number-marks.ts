/** What stands in a text among its digits, as bits. */
export const NUMBERS = {
  /** Enough digits, near each other, for a number that says who somebody is. */
  DIGITS: 1,
  /** Three dots between digits: perhaps those of an address of the network. */
  DOTS: 2,
  /** Three colons between hexadecimal digits: perhaps those of such an address too. */
  COLONS: 4,
} as const;

const MANY_DIGITS = 7;
const SEPARATORS = 3;
const [ZERO, NINE, DOT, COLON] = [48, 57, 46, 58];
/** What may stand between the digits of one number. */
const isJoint = new Uint8Array(128);
for (const sign of ' ().-') isJoint[sign.charCodeAt(0)] = 1;

const isDigit = (code: number) => code >= ZERO && code <= NINE;
const isHexadecimal = (code: number) => isDigit(code) || ((code | 32) >= 97 && (code | 32) <= 102);

/** Looks at the digits of a text, and what stands between them; a number of {@link NUMBERS}. */
export function numberMarksOf(text: string): number {
  let marks = 0;
  let digits = 0;
  let dots = 0;
  let colons = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isDigit(code)) {
      if (++digits === MANY_DIGITS) marks |= NUMBERS.DIGITS;
      continue;
    }
    if (isJoint[code] !== 1) digits = 0;
    if (code !== DOT) dots = 0;
    else if (++dots === SEPARATORS) marks |= NUMBERS.DOTS;
    if (code === COLON) {
      if (++colons === SEPARATORS) marks |= NUMBERS.COLONS;
    } else if (!isHexadecimal(code)) colons = 0;
  }
  return marks;
}
