import { describe, expect, it } from 'vitest';
import { buildMutedRoutes } from '../../../src/bundle/alertmanager/mute-times.ts';
import { parseConfig } from '../../../src/config/index.ts';

const parseMuteTimes = (muteTimes: readonly object[]) =>
  parseConfig({ bundle: { notify: { muteTimes } } }).bundle.notify.muteTimes;

/** Who is held back, and when, as one line per route. */
function listMuted(...args: Parameters<typeof buildMutedRoutes>): readonly string[] {
  return buildMutedRoutes(...args).map(
    ({ matchers = [], mute_time_intervals: names = [] }) => `${matchers.join(' ')}: ${names.join(' ')}`,
  );
}

describe('mute times', () => {
  it('hold back warnings and infos, and pages only where that is asked for', () => {
    const muteTimes = parseMuteTimes([{ name: 'nights' }, { name: 'moves', severities: ['critical'] }]);
    expect(listMuted(muteTimes, ['critical', 'warning', 'info'])).toEqual([
      'severity="critical": moves',
      'severity="warning": nights',
      'severity="info": nights',
    ]);
    expect(listMuted(parseMuteTimes([{ name: 'nights' }]), ['critical'])).toEqual([]);
  });

  it('of a team come before those of all, which hold for it too', () => {
    const muteTimes = parseMuteTimes([
      { name: 'nights', severities: ['warning'] },
      { name: 'fridays', severities: ['warning'], teams: ['platform'] },
    ]);
    expect(listMuted(muteTimes, ['warning'])).toEqual([
      'severity="warning" team="platform": nights fridays',
      'severity="warning": nights',
    ]);
  });

  it("hold in a team's own channel if they are its or everybody's", () => {
    const muteTimes = parseMuteTimes([
      { name: 'nights', severities: ['warning'] },
      { name: 'fridays', severities: ['warning'], teams: ['platform'] },
    ]);
    expect(listMuted(muteTimes, ['warning'], 'platform')).toEqual(['severity="warning": nights fridays']);
    expect(listMuted(muteTimes, ['warning'], 'application')).toEqual(['severity="warning": nights']);
  });
});
