import type { FeedPosition } from '../events/index.ts';

/** `leaf`, or `leaf.milliseconds.place`: the same on every server, as it is made of nothing but what is stored. */
const FORMAT = /^(\d{1,15})(?:\.(\d{1,15})\.(\d{1,9}))?$/;
/** The last moment that a `Date` can hold. */
const MAX_TIME_MS = 8.64e15;

/** The text of a position that is behind an event. */
export function formatPosition(leafIndex: number, timestamp: string, place: number): string {
  return `${leafIndex}.${Date.parse(timestamp)}.${place}`;
}

/** The text of how far the feed has come. */
export function formatFeedPosition({ leafIndex, after }: FeedPosition): string {
  return after === undefined ? `${leafIndex}` : formatPosition(leafIndex, after.timestamp, after.place);
}

/** Reads what the functions above wrote; undefined for anything else. */
export function parsePosition(text: string): FeedPosition | undefined {
  const match = FORMAT.exec(text);
  if (match === null) return undefined;
  if (match[2] === undefined) return { leafIndex: Number(match[1]) };
  const [leafIndex, timeMs, place] = match.slice(1).map(Number) as [number, number, number];
  if (timeMs > MAX_TIME_MS) return undefined;
  return { leafIndex, after: { timestamp: new Date(timeMs).toISOString(), place } };
}

/** Below 0 where the first comes earlier, above 0 where it comes later. Times are as `toISOString` writes them. */
export function comparePositions(a: FeedPosition, b: FeedPosition): number {
  if (a.leafIndex !== b.leafIndex) return a.leafIndex - b.leafIndex;
  if (a.after === undefined || b.after === undefined)
    return Number(b.after === undefined) - Number(a.after === undefined);
  if (a.after.timestamp !== b.after.timestamp) return a.after.timestamp < b.after.timestamp ? -1 : 1;
  return a.after.place - b.after.place;
}
