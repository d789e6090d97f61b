/** A rule as gitleaks writes it down, as far as it is used. */
export interface GitleaksToml {
  readonly id: string;
  readonly regex?: string;
  readonly keywords?: readonly string[];
  readonly entropy?: number;
}

/** As aiwatch keeps it: see `GitleaksRule` there. */
interface Converted {
  readonly id: string;
  readonly keywords: readonly string[];
  readonly names?: string;
  readonly secret: string;
  readonly anyCase?: true;
  readonly entropy?: number;
}

/**
 * Left out: ids that let nobody in; what needs the name of a file; what aiwatch looks for in ways of its own (blocks of
 * keys, headers, assignments); and what takes any hash or word for a secret.
 */
const LEFT_OUT =
  /-client-id$|-access-id$|-user-api-id$|pub(?:lic)?-key$|^(?:generic-api-key|private-key|curl-.*|kubernetes-.*|nuget-config-.*|pkcs12-file|hashicorp-tf-password|freemius-.*|sidekiq-.*|sourcegraph-.*|vault-service-token|facebook-access-token|azure-ad-.*|jwt.*|aws-access-token)$/;

/** What gitleaks puts between a name and its value, and behind that: the same in every rule. */
const BEFORE_NAMES = String.raw`[\w.-]{0,50}?`;
const AFTER_NAMES = String.raw`(?:[ \t\w.-]{0,20})[\s'"]{0,3}`;
const SIGNS = String.raw`(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[\x60'"\s=]{0,5}`;
const END = String.raw`(?:[\x60'"\s;]|\\[nr]|$)`;

/** The rule in JavaScript's words, or nothing where it is left out. */
export function convertRule({ id, regex, keywords = [], entropy }: GitleaksToml): readonly Converted[] {
  if (regex === undefined || keywords.length === 0 || LEFT_OUT.test(id)) return [];
  const rule = { id, keywords, ...(entropy === undefined ? {} : { entropy }) };
  const [named = '', form] = regex.split(/\|(?=\\b\()/);
  const [before, after] = named.split(SIGNS);
  if (after === undefined) return convertForm(regex, rule);
  const names = plain(before!.replaceAll(BEFORE_NAMES, '').replace(AFTER_NAMES, ''));
  const secret = plain(after.replace(END, ''));
  const byName: Converted = { ...rule, names, secret, anyCase: true };
  return form === undefined ? [byName] : [byName, ...convertForm(form, rule)];
}

function convertForm(form: string, rule: Omit<Converted, 'secret' | 'anyCase'>): readonly Converted[] {
  const secret = plain(form.replace(END, ''));
  if (form.includes('(?i')) return [{ ...rule, secret, anyCase: true }];
  const keywords = rule.keywords.map(word => inCaseOf(word, secret)).filter(word => word !== undefined);
  const isEnough =
    keywords.length === rule.keywords.length || keywords.some(word => beginsWith(secret, word));
  return isEnough ? [{ ...rule, keywords, secret }] : [];
}

const beginsWith = (pattern: string, word: string) =>
  pattern
    .replace(/^(?:\\b|\(\?:)+/, '')
    .replaceAll('\\.', '.')
    .startsWith(word);

/** gitleaks writes words small; where capitals count, they are written as the pattern has them. */
function inCaseOf(word: string, pattern: string): string | undefined {
  const at = pattern.replaceAll('\\.', '.').toLowerCase().indexOf(word);
  return at < 0 ? undefined : pattern.replaceAll('\\.', '.').slice(at, at + word.length);
}

/** Without what JavaScript has no words for: changes of case within a pattern, named groups, the end of a text. */
function plain(pattern: string): string {
  return pattern
    .replace(/\(\?i\)/g, '')
    .replace(/\(\?-?i:|\(\?P<\w+>/g, '(?:')
    .replace(/(?<!\\)\((?!\?)/g, '(?:')
    .replaceAll('hooks.slack.com', 'hooks\\.slack\\.com')
    .replaceAll('\\z', '$')
    .replaceAll('\\x60', '`');
}
