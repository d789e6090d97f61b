/** What a text has in it, as bits: which rules are worth running over it. */
export const MARK = {
  /** 16 and more letters, digits and signs of tokens in a row. */
  LONG_WORD: 1,
  /** `:` or `=`, which stand between a name and its value. */
  SIGN: 2,
  /** Two hyphens: a block of a key, an option of a command. */
  HYPHENS: 4,
  /** `@` of an address. */
  AT: 8,
  /** Enough digits, near each other, for a number that says who somebody is. */
  DIGITS: 16,
  /** Dots: perhaps those of an address of the network. */
  DOTS: 32,
} as const;

const WORD = 1;
const DIGIT = 2;
/** May stand between the digits of one number. */
const JOINT = 4;

const LONG_WORD_LENGTH = 16;
const MANY_DIGITS = 7;
const HYPHEN = 45;
const DOT = 46;
const ASCII = 128;

const kinds = new Uint8Array(ASCII);
const ownMarks = new Uint8Array(ASCII);
for (let code = 0; code < ASCII; code++) {
  const character = String.fromCharCode(code);
  if (/[\w+/~$-]/.test(character)) kinds[code]! |= WORD;
  if (/\d/.test(character)) kinds[code]! |= DIGIT;
  if (/[ ().-]/.test(character)) kinds[code]! |= JOINT;
}
ownMarks[':'.charCodeAt(0)] = MARK.SIGN;
ownMarks['='.charCodeAt(0)] = MARK.SIGN;
ownMarks['@'.charCodeAt(0)] = MARK.AT;

/** Looks at every character of a text once and says what it has, as the bits of {@link MARK}. */
export function marksOf(text: string): number {
  let marks = 0;
  let word = 0;
  let digits = 0;
  let before = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const kind = code < ASCII ? kinds[code]! : 0;
    if ((kind & WORD) === 0) word = 0;
    else if (++word === LONG_WORD_LENGTH) marks |= MARK.LONG_WORD;
    if ((kind & DIGIT) !== 0) {
      if (++digits === MANY_DIGITS) marks |= MARK.DIGITS;
    } else if ((kind & JOINT) === 0) digits = 0;
    if (code === HYPHEN && before === HYPHEN) marks |= MARK.HYPHENS;
    if (code === DOT) marks |= MARK.DOTS;
    if (code < ASCII) marks |= ownMarks[code]!;
    before = code;
  }
  return marks;
}
