import { isIPv4, isIPv6 } from 'node:net';
import { isIbanValid, isLuhnValid } from './checksums.ts';
import { MARK } from './marks.ts';
import { NUMBERS, numberMarksOf } from './number-marks.ts';
import type { Count } from './redact-secrets.ts';

/** How one kind of personal data is recognised in texts. */
interface PersonalRule {
  readonly kind: string;
  /** Bits of MARK that a text must have. */
  readonly marks: number;
  /** One bit of NUMBERS that it must have as well. @default none */
  readonly numbers?: number;
  readonly pattern: RegExp;
  readonly isMeant?: (found: string) => boolean;
}

const plain = (found: string) => found.replace(/[ -]/g, '');

function isCard(found: string): boolean {
  const digits = plain(found);
  const isOfNetwork = /^(?:4\d{12}|4\d{15}|4\d{18}|3[47]\d{13}|(?:5[1-5]|2[2-7]|6[0245])\d{14})$/.test(
    digits,
  );
  return isOfNetwork && isLuhnValid(digits);
}

/** Not of this machine, and no number of a version. */
const isForeignIpv4 = (found: string) => isIPv4(found) && !/^(?:127\.|0\.|255\.)/.test(found);
const isForeignIpv6 = (found: string) =>
  isIPv6(found) && /\d/.test(found) && found !== '::1' && found.split(':').length > 3;

/** What is looked for, and no more: forms that are told from other numbers by their signs or checksums. */
const RULES: readonly PersonalRule[] = [
  {
    kind: 'email',
    marks: MARK.AT,
    pattern: /(?<![\w.%+-])[\w.%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-])/g,
  },
  {
    kind: 'iban',
    marks: MARK.DIGIT,
    numbers: NUMBERS.DIGITS,
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/g,
    isMeant: found => isIbanValid(plain(found)),
  },
  {
    kind: 'card',
    marks: MARK.DIGIT,
    numbers: NUMBERS.DIGITS,
    pattern: /(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-]|\.\d)/g,
    isMeant: isCard,
  },
  {
    kind: 'ssn',
    marks: MARK.DIGIT,
    numbers: NUMBERS.DIGITS,
    pattern: /(?<![\w.-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g,
  },
  {
    kind: 'phone',
    marks: MARK.DIGIT,
    numbers: NUMBERS.DIGITS,
    pattern:
      /(?<![\w.+-])(?:\+[1-9](?:[ ().-]{0,2}\d){7,14}|\(\d{3}\) ?\d{3}[ .-]\d{4}|[2-9]\d{2}([.-])[2-9]\d{2}\1\d{4})(?![\w-])/g,
  },
  {
    kind: 'ip',
    marks: MARK.DIGIT | MARK.DOT,
    numbers: NUMBERS.DOTS,
    pattern: /(?<![\w.-]|[A-Za-z]\/|version )\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)/g,
    isMeant: isForeignIpv4,
  },
  {
    kind: 'ip',
    marks: MARK.DIGIT | MARK.COLON,
    numbers: NUMBERS.COLONS,
    pattern: /(?<![\w:.])(?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:]{6,39}(?![\w:])/g,
    isMeant: isForeignIpv6,
  },
];

/** Replaces personal data in a text by what `replacement` makes of it. */
export function replacePersonalData(
  text: string,
  marks: number,
  count: Count,
  replacement: (kind: string, found: string) => string,
): string {
  if ((marks & (MARK.AT | MARK.DIGIT)) === 0) return text;
  const foundNumbers = (marks & MARK.DIGIT) === 0 ? 0 : numberMarksOf(text);
  let result = text;
  for (const { kind, marks: needed, numbers = 0, pattern, isMeant } of RULES) {
    if ((marks & needed) !== needed || (foundNumbers & numbers) !== numbers) continue;
    result = result.replace(pattern, (found: string) => {
      if (isMeant !== undefined && !isMeant(found)) return found;
      count(kind);
      return replacement(kind, found);
    });
  }
  return result;
}
