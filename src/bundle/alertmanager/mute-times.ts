import type { Severity } from '../../catalogue/index.ts';
import type { BundleConfig } from '../../config/index.ts';
import { matchLabel, type Route } from './route.ts';

type MuteTime = BundleConfig['notify']['muteTimes'][number];

const appliesTo = (team: string | undefined) => (muteTime: MuteTime) =>
  muteTime.teams === undefined || (team !== undefined && muteTime.teams.includes(team));

/**
 * Routes below that of a receiver: one for each severity, and for each team, whose alerts are held back at times. Without
 * `ofTeam` those of single teams come first, as the first route that matches is taken.
 */
export function buildMutedRoutes(
  muteTimes: readonly MuteTime[],
  severities: readonly Severity[],
  ofTeam?: string,
): readonly Route[] {
  return severities.flatMap(severity => {
    const muted = muteTimes.filter(each => each.severities.includes(severity));
    const teams = ofTeam === undefined ? new Set(muted.flatMap(each => each.teams ?? [])) : [];
    const build = (team: string | undefined): readonly Route[] => {
      const names = muted.filter(appliesTo(team ?? ofTeam)).map(({ name }) => name);
      const matchers = [matchLabel('severity', severity), ...(team ? [matchLabel('team', team)] : [])];
      return names.length === 0 ? [] : [{ matchers, mute_time_intervals: names }];
    };
    return [...[...teams].flatMap(build), ...build(undefined)];
  });
}

/** The mute times as Alertmanager names them: `time_intervals`. */
export function buildTimeIntervals(muteTimes: readonly MuteTime[]) {
  return muteTimes.map(({ name, weekdays, times, months, location }) => ({
    name,
    time_intervals: [
      {
        ...(weekdays === undefined ? {} : { weekdays }),
        ...(times === undefined ? {} : { times: times.map(buildTimeRange) }),
        ...(months === undefined ? {} : { months }),
        location,
      },
    ],
  }));
}

function buildTimeRange(range: string) {
  const [from = '', to = ''] = range.split('-');
  return { start_time: from, end_time: to };
}
