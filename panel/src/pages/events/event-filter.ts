import { type RangeChoice, rangeOf } from '../../data/day-range.ts';

/** Which events are searched for, as the address has it; what is empty is not limited. */
export type EventFilter = Readonly<
  Record<'type' | 'userId' | 'sessionId' | 'application' | 'range' | 'from' | 'to', string>
>;

export const NO_FILTER: EventFilter = {
  type: '',
  userId: '',
  sessionId: '',
  application: '',
  range: '',
  from: '',
  to: '',
};

/** Parameters of the routes that list and export events. */
export type EventParameters = Readonly<
  Record<'type' | 'userId' | 'sessionId' | 'application' | 'from' | 'to', string>
>;

/** Whether the days of a filter are to be chosen still. */
export function lacksDays(filter: RangeChoice, now: Date): boolean {
  return filter.range !== '' && rangeOf(filter, now) === undefined;
}

/** The filter as the server takes it: days become moments. A range that ends today has no end, so that it has what comes. */
export function parametersOf(filter: EventFilter, now: Date): EventParameters {
  const { type, userId, sessionId, application } = filter;
  const range = filter.range === '' ? undefined : rangeOf(filter, now);
  const isOver = range !== undefined && range.to < now;
  return {
    type,
    userId,
    sessionId,
    application,
    from: range?.from.toISOString() ?? '',
    to: isOver ? range.to.toISOString() : '',
  };
}
