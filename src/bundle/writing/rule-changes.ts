import { parse } from 'yaml';

/** A rule as a rule file has it; nothing is sure, as somebody may have edited the file. */
interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr?: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}
interface RuleFile {
  readonly groups: readonly { readonly rules?: readonly Rule[] }[];
}

/** The rules of a text by name, or undefined where it is no rule file. Names that come back are numbered. */
function readRules(text: string): ReadonlyMap<string, Rule> | undefined {
  let file: RuleFile | null;
  try {
    file = parse(text) as RuleFile | null;
  } catch {
    return undefined;
  }
  if (!Array.isArray(file?.groups)) return undefined;
  const rules = new Map<string, Rule>();
  for (const rule of file.groups.flatMap(group => group.rules ?? [])) {
    const name = rule.alert ?? rule.record ?? 'a rule without a name';
    let key = name;
    for (let count = 2; rules.has(key); count++) key = `${name} (${count})`;
    rules.set(key, rule);
  }
  return rules;
}

/** The number at the end of a condition, behind the comparison. */
const THRESHOLD = /^(.*(?:>=|<=|>|<|==|!=) )(-?[\d.e+-]+)$/s;

function describeCondition(before = '', after = ''): string {
  const [, old, oldNumber] = THRESHOLD.exec(before) ?? [];
  const [, now, newNumber] = THRESHOLD.exec(after) ?? [];
  return old !== undefined && old === now
    ? `threshold ${oldNumber} -> ${newNumber}`
    : `expr ${before} -> ${after}`;
}

function describeValue(name: string, before = 'none', after = 'none'): string {
  return `${name} ${before} -> ${after}`;
}

/** Names that either of two label sets has with another value. */
function listChanged(before: Rule['labels'] = {}, after: Rule['labels'] = {}): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter(name => before[name] !== after[name]);
}

/** What differs between two versions of a rule; the texts of annotations are long, so only their names are given. */
function describeRule(before: Rule, after: Rule): readonly string[] {
  const texts = listChanged(before.annotations, after.annotations);
  return [
    ...(before.expr === after.expr ? [] : [describeCondition(before.expr, after.expr)]),
    ...(before.for === after.for ? [] : [describeValue('for', before.for, after.for)]),
    ...(before.keep_firing_for === after.keep_firing_for
      ? []
      : [describeValue('keep_firing_for', before.keep_firing_for, after.keep_firing_for)]),
    ...listChanged(before.labels, after.labels).map(name =>
      describeValue(name, before.labels?.[name], after.labels?.[name]),
    ),
    ...(texts.length === 0 ? [] : [`texts (${texts.join(', ')})`]),
  ];
}

/**
 * What became of each rule between two versions of a rule file: a line for each that was added, removed or changed,
 * e.g. `HighErrorRate: threshold 0.05 -> 0.1`. Undefined where one of the texts is no rule file.
 */
export function describeRuleChanges(before: string, after: string): readonly string[] | undefined {
  const old = readRules(before);
  const now = readRules(after);
  if (old === undefined || now === undefined) return undefined;
  const kept = [...now].flatMap(([name, rule]) => {
    const previous = old.get(name);
    if (previous === undefined) return [`added ${name}`];
    const changes = describeRule(previous, rule);
    return changes.length === 0 ? [] : [`${name}: ${changes.join(', ')}`];
  });
  return [...kept, ...[...old.keys()].filter(name => !now.has(name)).map(name => `removed ${name}`)];
}
