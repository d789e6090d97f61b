import { describe, expect, it } from 'vitest';
import { INHIBITIONS } from '../../../src/bundle/alertmanager/inhibition.ts';
import { ALERTS, type AlertName } from '../../../src/catalogue/index.ts';

/** Alertmanager takes labels that are missing on both sides for equal, and would hide what has nothing to do with it. */
describe.each(INHIBITIONS)('$causes', ({ causes, effects, equal }) => {
  const labelsOf = (name: AlertName) => ALERTS.find(alert => alert.name === name)?.labels;
  const named = effects === 'all others' ? causes : [...causes, ...effects];

  it.each(named)('can be told from those of other instances by the labels of %s', name => {
    expect(labelsOf(name)).toEqual(expect.arrayContaining([...equal]));
  });

  it('hides only what something is left to say about', () => {
    expect(equal).not.toEqual([]);
    expect(causes.filter(name => effects.includes(name))).toEqual([]);
  });
});
