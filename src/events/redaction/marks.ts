/** What a text has in it, as bits: which rules are worth running over it. The bits below 64 are left to the scan. */
export const MARK = {
  /** 14 and more letters, digits and signs of tokens in a row. */
  LONG_WORD: 64,
  /** `:` or `=`, which stand between a name and its value. */
  SIGN: 128,
  HYPHEN: 256,
  /** `@` of an address. */
  AT: 512,
  DIGIT: 1024,
  DOT: 2048,
  COLON: 4096,
} as const;
