import { removePrivateKeys } from './private-keys.ts';
import { CONTEXT_RULES, FORM_RULES } from './rules/index.ts';
import { placeholder, type SecretRule } from './secret-rule.ts';
import { MARK } from './text-marks.ts';

/** Is told of each thing that was taken out, by the id of its rule. */
export type Count = (kind: string) => void;

/** What must be in a text, whatever else it has, for a rule that looks at names to find anything. */
const NAMES =
  /passw|passphrase|passcode|contrase|passe|pwd|secret|credential|token|key|bearer|basic|cookie|authoriz|:\/\/[^\s/]*@|[?&#;][\w-]+=|-u |--[a-z-]*(?:pass|user)/i;
const BEGINS_KEY = '-----BEGIN';
const PUTTY_KEY = 'PuTTY-User-Key-File';

/**
 * Takes every secret out of a text. Rules run only over texts that can have what they look for, so that most texts
 * cost little more than one look at each character.
 * @param marks what {@link marksOf} says of the text
 */
export function redactSecrets(text: string, marks: number, count: Count): string {
  let result = text;
  if ((marks & (MARK.HYPHENS | MARK.SIGN)) !== 0 && (text.includes(BEGINS_KEY) || text.includes(PUTTY_KEY)))
    result = removePrivateKeys(result, count);
  if ((marks & MARK.LONG_WORD) !== 0) result = applyRules(FORM_RULES, result, count);
  return NAMES.test(result) ? applyRules(CONTEXT_RULES, result, count) : result;
}

function applyRules(rules: readonly SecretRule[], text: string, count: Count): string {
  let result = text;
  for (const rule of rules) {
    if (hasKeyword(rule, result)) result = applyRule(rule, result, count);
  }
  return result;
}

function hasKeyword({ keywords }: SecretRule, text: string): boolean {
  for (const keyword of keywords) {
    if (text.includes(keyword)) return true;
  }
  return false;
}

function applyRule({ id, pattern, isSecret }: SecretRule, text: string, count: Count): string {
  return text.replace(pattern, (match: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as { readonly kept?: string } | string;
    const kept = typeof groups === 'string' ? '' : (groups.kept ?? '');
    if (isSecret !== undefined && !isSecret(match.slice(kept.length))) return match;
    count(id);
    return kept + placeholder(id);
  });
}
