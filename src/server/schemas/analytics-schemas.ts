import { INTERVALS } from '../../api/analytics.ts';
import { amount, count, listOf, nullableAmount, nullableTime, objectOf, text, time } from './values.ts';

const range = objectOf({ from: time, to: time });

/** A number beside the one of the period before. */
export const indicator = {
  ...objectOf({
    value: nullableAmount,
    previous: nullableAmount,
    change: { ...nullableAmount, description: 'Percent; null where there is nothing to compare with.' },
    sparkline: listOf(nullableAmount),
  }),
  description: 'A number, beside that of the period before.',
};

export const overviewAnswer = objectOf({
  range,
  previousRange: range,
  timeZone: text,
  events: indicator,
  messages: indicator,
  users: indicator,
  averageResponseTime: indicator,
  errors: indicator,
  tokens: indicator,
});

export const timelineAnswer = objectOf({
  range,
  timeZone: text,
  interval: { enum: INTERVALS },
  points: listOf(
    objectOf({
      start: time,
      events: count,
      errors: count,
      messages: count,
      users: { type: ['integer', 'null'], description: 'Null where one application was asked for.' },
      averageResponseTime: nullableAmount,
      tokens: count,
      isAnomaly: {
        type: 'boolean',
        description: 'Messages beyond two standard deviations of the mean of at least eight whole intervals.',
      },
    }),
  ),
});

export const usersAnswer = objectOf({
  range,
  users: listOf(
    objectOf({
      userId: text,
      events: count,
      messages: count,
      errors: count,
      tokens: count,
      firstSeen: nullableTime,
      lastSeen: nullableTime,
    }),
  ),
});

export const heatmapAnswer = objectOf({
  range,
  timeZone: text,
  cells: listOf(
    objectOf({
      weekday: { type: 'integer', minimum: 1, maximum: 7, description: '1 is Monday.' },
      hour: { type: 'integer', minimum: 0, maximum: 23 },
      events: count,
      messages: count,
    }),
  ),
});

/** Activity of the last moments. */
export const activeUsersAnswer = listOf(objectOf({ userId: text, events: amount, lastSeen: time }));
