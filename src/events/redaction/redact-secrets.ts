import { MARK } from './marks.ts';
import { removePrivateKeys } from './private-keys.ts';
import { SECRET_RULES } from './rules/index.ts';
import { placeholder, type SecretRule } from './secret-rule.ts';
import type { TextScan } from './text-scan.ts';

/** Is told of each thing that was taken out, by the id of its rule. */
export type Count = (kind: string) => void;

const BEGINS_KEY = '-----BEGIN';
const PUTTY_KEY = 'PuTTY-User-Key-File';
const PUTTY_MARKS = MARK.HYPHEN | MARK.LONG_WORD | MARK.SIGN;

/**
 * Takes every secret out of a text. Rules run only over texts that can have what they look for.
 * @param scan what `scanText` says of the text
 */
export function redactSecrets(text: string, { marks, rules }: TextScan, count: Count): string {
  let result = text;
  const hasPem = (marks & MARK.HYPHEN) !== 0 && text.includes(BEGINS_KEY);
  const hasPutty = (marks & PUTTY_MARKS) === PUTTY_MARKS && text.includes(PUTTY_KEY);
  if (hasPem || hasPutty) result = removePrivateKeys(result, count);
  for (const number of rules) result = applyRule(SECRET_RULES[number]!, result, count);
  return result;
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
