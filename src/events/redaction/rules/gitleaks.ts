import { MARK } from '../marks.ts';
import type { SecretRule } from '../secret-rule.ts';
import { GITLEAKS_DATA } from './gitleaks-data.ts';

/** A rule of gitleaks: a secret that its form tells, or a name in front of it. */
export interface GitleaksRule {
  readonly id: string;
  readonly keywords: readonly string[];
  /** Pattern of the names one of which stands before the secret; without it the form says enough. */
  readonly names?: string;
  /** Pattern of the secret. */
  readonly secret: string;
  /** Whether capitals do not count. */
  readonly anyCase?: true;
  /** Bits per character below which it is a word, or a repetition, and no secret. */
  readonly entropy?: number;
}

/** What stands between a name and its value, and behind the value. */
const SIGNS = String.raw`[ \t\w.-]{0,20}[\s'"]{0,3}(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[\x60'"\s=]{0,5}`;
const END = String.raw`(?=[\x60'"\s;,)&]|\\[nr]|$)`;

/** Shannon's entropy of the characters of a text; in bits per character. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

function ruleOf({ id, keywords, names, secret, anyCase, entropy = 0 }: GitleaksRule): SecretRule {
  const source = names === undefined ? `(?:${secret})` : `(?<kept>(?:${names})${SIGNS})(?:${secret})${END}`;
  const pattern = new RegExp(source, anyCase ? 'gi' : 'g');
  return { id, keywords, needs: MARK.LONG_WORD, pattern, isSecret: found => entropyOf(found) >= entropy };
}

/** The rules of gitleaks, for what ours do not know. */
export const gitleaksRules: readonly SecretRule[] = GITLEAKS_DATA.map(ruleOf);
