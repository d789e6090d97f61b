/** How long one point of a timeline is; weeks begin on Monday. */
export const INTERVALS = ['hour', 'day', 'week', 'month'] as const;
export type Interval = (typeof INTERVALS)[number];

/** What an answer is about: from its beginning, up to but without its end. `Time` is ISO 8601 in JSON. */
interface AnswerRange<Time = string> {
  readonly from: Time;
  readonly to: Time;
}

/** A number beside that of the period before. */
export interface Indicator {
  readonly value: number | null;
  readonly previous: number | null;
  /** Percent with one digit; null where there is nothing to compare with. */
  readonly change: number | null;
  /** The number by day, or by hour in a range of up to two days. */
  readonly sparkline: readonly (number | null)[];
}

/** Answer of `GET /api/analytics/overview`. */
export interface OverviewAnswer<Time = string> {
  readonly range: AnswerRange<Time>;
  /** What it is compared with: as the query has it, or the range of the same length before. */
  readonly previousRange: AnswerRange<Time>;
  /** IANA name. */
  readonly timeZone: string;
  readonly events: Indicator;
  readonly messages: Indicator;
  /** Who wrote messages. */
  readonly users: Indicator;
  /** Milliseconds. */
  readonly averageResponseTime: Indicator;
  readonly errors: Indicator;
  readonly tokens: Indicator;
}

/** What happened in one interval, as far as it lies in the range. */
export interface TimelineAnswerPoint<Time = string> {
  readonly start: Time;
  readonly events: number;
  readonly errors: number;
  readonly messages: number;
  /** Null where one application was asked for. */
  readonly users: number | null;
  /** Milliseconds; null where nothing was answered. */
  readonly averageResponseTime: number | null;
  readonly tokens: number;
  /** Messages beyond two standard deviations of the mean of all whole intervals. */
  readonly isAnomaly: boolean;
}

/** Answer of `GET /api/analytics/timeline`. */
export interface TimelineAnswer<Time = string> {
  readonly range: AnswerRange<Time>;
  readonly timeZone: string;
  readonly interval: Interval;
  readonly points: readonly TimelineAnswerPoint<Time>[];
}

/** What a user did in the range. */
export interface AnalyticsUser<Time = string> {
  readonly userId: string;
  readonly events: number;
  readonly messages: number;
  readonly errors: number;
  readonly tokens: number;
  /** First and last event in the range; null where events are not kept that long. */
  readonly firstSeen: Time | null;
  readonly lastSeen: Time | null;
}

/** Answer of `GET /api/analytics/users`: the most active first. */
export interface UsersAnswer<Time = string> {
  readonly range: AnswerRange<Time>;
  readonly users: readonly AnalyticsUser<Time>[];
}

/** What happened at one hour of one weekday. */
export interface HeatmapAnswerCell {
  /** 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
  /** 0 to 23, on the clocks of the time zone. */
  readonly hour: number;
  readonly events: number;
  readonly messages: number;
}

/** Answer of `GET /api/analytics/heatmap`: all 168 cells, those of Monday first. */
export interface HeatmapAnswer<Time = string> {
  readonly range: AnswerRange<Time>;
  readonly timeZone: string;
  readonly cells: readonly HeatmapAnswerCell[];
}
