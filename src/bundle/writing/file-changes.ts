import { describeRuleChanges } from './rule-changes.ts';

function countLines(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split('\n')) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

/** Lines of one text that the other has not, or has less often. */
function countMissing(text: string, other: string): number {
  const others = countLines(other);
  const missing = [...countLines(text)].map(([line, count]) => Math.max(0, count - (others.get(line) ?? 0)));
  return missing.reduce((sum, count) => sum + count, 0);
}

/** What changed in a file, in lines for people: rule by rule in a rule file, in numbers of lines in any other. */
export function describeFileChanges(before: string, after: string): readonly string[] {
  const rules = describeRuleChanges(before, after) ?? [];
  if (rules.length > 0) return rules;
  return [`${countMissing(after, before)} new lines, ${countMissing(before, after)} gone`];
}
