import { EVENT_LIMITS } from '../../catalogue/events/index.ts';

const id = { type: 'string', minLength: 1, maxLength: EVENT_LIMITS.idLength } as const;
const time = (description: string) =>
  ({
    type: 'string',
    maxLength: 40,
    description: `${description} ISO 8601; without a time zone it is UTC, without a time midnight.`,
    examples: ['2026-11-01T00:00:00Z'],
  }) as const;

/** The part of time that is asked about: `from` belongs to it, `to` does not. */
export const rangeParameters = {
  from: time('Its beginning.'),
  to: time('Its end, which does not belong to it.'),
} as const;

/** With what the range is compared. */
export const previousRangeParameters = {
  previousFrom: time('Beginning of what it is compared with; as long before, where it is left out.'),
  previousTo: time('End of what it is compared with; given together with its beginning.'),
} as const;

export const applicationParameter = {
  application: { ...id, description: 'Only what this application reported.' },
} as const;

export const userParameter = {
  userId: { ...id, description: 'Only of this user. A user always gets their own.' },
} as const;

/** Which events. */
export const eventParameters = {
  ...userParameter,
  sessionId: { ...id, description: 'Only of this session.' },
  type: { ...id, description: 'Only of this type.', examples: ['tool'] },
  ...applicationParameter,
  ...rangeParameters,
} as const;

export const timeZoneParameter = {
  tz: {
    type: 'string',
    maxLength: 64,
    default: 'UTC',
    description: 'Name of the time zone whose days and hours count (IANA).',
    examples: ['Asia/Kolkata'],
  },
} as const;
