import { chatEvents } from './chat.ts';
import type { EventTypeDef } from './definition.ts';
import { errorEvents } from './error.ts';
import { messageEvents } from './message.ts';
import { requestEvents } from './request.ts';
import { sessionEvents } from './session.ts';
import { systemEvents } from './system.ts';
import { toolEvents } from './tool.ts';

export type { EventTypeDef } from './definition.ts';

/** Every type of event that aiwatch knows. Events of other types are custom events, whose data may be anything. */
export const eventTypes = {
  chat: chatEvents,
  tool: toolEvents,
  session: sessionEvents,
  error: errorEvents,
  message: messageEvents,
  request: requestEvents,
  system: systemEvents,
} as const;

/** Name of a type of event that aiwatch knows. */
export type EventType = keyof typeof eventTypes;

/** All types as one list. */
export const EVENT_TYPES: readonly EventTypeDef<EventType>[] = Object.values(eventTypes);

/** Bounds of what is accepted; an event beyond one is refused with `EVENT_INVALID` or `EVENT_TOO_LARGE`. */
export const EVENT_LIMITS = {
  /** Of an event as JSON in UTF-8. */
  eventBytes: 256 * 1024,
  eventsPerBatch: 1000,
  /** Objects and arrays inside of each other, in `data`. */
  depth: 20,
  /** Characters of `id`, `sessionId` and `userId`. */
  idLength: 200,
  /** An event from further ahead is given the time of its arrival: its clock is wrong. */
  futureMs: 5 * 60 * 1000,
} as const;
