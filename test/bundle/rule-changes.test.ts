import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { describeRuleChanges } from '../../src/bundle/writing/rule-changes.ts';

const file = (...rules: readonly object[]) => stringify({ groups: [{ name: 'a', rules }] });
const ALERT = { alert: 'A', expr: 'x:y:z > 0.05', for: '5m', labels: { severity: 'warning' } };

/** The lines for an alert that some fields of are changed. */
const change = (fields: object) => describeRuleChanges(file(ALERT), file({ ...ALERT, ...fields }));

describe('describeRuleChanges', () => {
  it('names rules that were added or removed', () => {
    const record = { record: 'a:b:c', expr: '1' };
    expect(describeRuleChanges(file(ALERT), file(record))).toEqual(['added a:b:c', 'removed A']);
  });

  it.each([
    ['threshold', { expr: 'x:y:z > 0.1' }, 'A: threshold 0.05 -> 0.1'],
    ['comparison', { expr: 'x:y:z < 0.05' }, 'A: expr x:y:z > 0.05 -> x:y:z < 0.05'],
    ['condition', { expr: 'q > 0.05' }, 'A: expr x:y:z > 0.05 -> q > 0.05'],
    ['duration', { for: '10m' }, 'A: for 5m -> 10m'],
    ['keep_firing_for', { keep_firing_for: '1m' }, 'A: keep_firing_for none -> 1m'],
    ['severity', { labels: { severity: 'critical' } }, 'A: severity warning -> critical'],
    ['labels', { labels: { team: 'b' } }, 'A: severity warning -> none, team none -> b'],
    ['texts', { annotations: { summary: 'S.' } }, 'A: texts (summary)'],
  ])('says what changed in the %s', (_, fields, line) => {
    expect(change(fields)).toEqual([line]);
  });

  it('says nothing of rules that stayed', () => {
    expect(change({})).toEqual([]);
  });

  it('tells rules of one name apart', () => {
    const second = { ...ALERT, expr: 'x:y:z > 2' };
    expect(describeRuleChanges(file(ALERT, second), file(ALERT, { ...second, expr: 'x:y:z > 3' }))).toEqual([
      'A (2): threshold 2 -> 3',
    ]);
  });

  it('has nothing to say of files without rules', () => {
    expect(describeRuleChanges('global: {}', file())).toBeUndefined();
    expect(describeRuleChanges('[', file())).toBeUndefined();
    expect(describeRuleChanges('', file())).toBeUndefined();
  });
});
