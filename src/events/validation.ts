import { EVENT_LIMITS, type EventTypeDef, eventTypes } from '../catalogue/index.ts';
import { isCertainlyRight } from './data-check.ts';
import type { EventInput, JsonObject } from './event.ts';
import { measure } from './event-size.ts';
import { parseEventTime } from './event-time.ts';
import { type EventRefusal, invalid } from './refusal.ts';

/** An event that can be taken, or why it cannot. */
export type Validation = { readonly ok: EventInput } | { readonly error: EventRefusal };

/** Types of custom events, and names of events. */
const NAME = /^[A-Za-z][\w.:-]{0,63}$/;
const NAME_EXPECTED = 'a letter, then up to 63 letters, digits and signs of _ . : -';
const ID_EXPECTED = `a text of 1 to ${EVENT_LIMITS.idLength} characters`;

/**
 * Checks an event as an application reports it. Data of types that the catalogue knows must have the types of its
 * fields; other types are custom events, whose data is any object. Fields of the event that do not exist are ignored
 * and not kept; an empty id is none.
 */
export function validateEvent(input: unknown): Validation {
  if (!isObject(input)) return { error: invalid('', 'an object with a type', input) };
  const error = refuseSize(input) ?? refuseFields(input) ?? refuseData(input);
  if (error !== undefined) return { error };
  const { id, sessionId, userId, type, event, data, timestamp, doNotTrack } = input as unknown as EventInput;
  return {
    ok: {
      id: id || undefined,
      sessionId: sessionId || null,
      userId: userId || null,
      type,
      event,
      data,
      timestamp,
      doNotTrack,
    },
  };
}

/** The definition of a type of the catalogue, or undefined for that of a custom event. */
export function eventTypeOf(type: string): EventTypeDef | undefined {
  return Object.hasOwn(eventTypes, type) ? eventTypes[type as keyof typeof eventTypes] : undefined;
}

function refuseSize(input: JsonObject): EventRefusal | undefined {
  const { depth, characters } = measure(input);
  const { eventBytes } = EVENT_LIMITS;
  if (characters > eventBytes) return tooLarge(`more than ${eventBytes} characters`);
  if (depth <= EVENT_LIMITS.depth) return undefined;
  const expected = `at most ${EVENT_LIMITS.depth} objects and lists inside of each other`;
  return { code: 'EVENT_INVALID', field: 'data', expected, found: 'more' };
}

/** A refusal for the size of an event as JSON. */
export function tooLarge(found: string): EventRefusal {
  const expected = `at most ${EVENT_LIMITS.eventBytes} bytes as JSON`;
  return { code: 'EVENT_TOO_LARGE', field: '', expected, found };
}

function refuseFields(input: JsonObject): EventRefusal | undefined {
  const { type, event, data, timestamp, doNotTrack } = input;
  if (!isName(type)) return invalid('type', NAME_EXPECTED, type);
  if (isGiven(event) && !isName(event)) return invalid('event', NAME_EXPECTED, event);
  for (const field of ['id', 'sessionId', 'userId'] as const) {
    if (isGiven(input[field]) && !isId(input[field])) return invalid(field, ID_EXPECTED, input[field]);
  }
  if (isGiven(data) && !isObject(data)) return invalid('data', 'an object', data);
  if (isGiven(doNotTrack) && typeof doNotTrack !== 'boolean')
    return invalid('doNotTrack', 'true or false', doNotTrack);
  if (isGiven(timestamp) && parseEventTime(timestamp) === undefined)
    return invalid('timestamp', 'a time of ISO 8601, or Unix milliseconds, from 1970 to 9999', timestamp);
  return undefined;
}

function refuseData({ type, data }: JsonObject): EventRefusal | undefined {
  const definition = eventTypeOf(type as string);
  const given = (data ?? {}) as JsonObject;
  if (definition === undefined || isCertainlyRight(definition, given)) return undefined;
  const issue = definition.data.safeParse(given).error?.issues[0];
  if (issue === undefined) return undefined;
  const field = ['data', ...issue.path].join('.');
  let value: unknown = data;
  for (const step of issue.path) value = isObject(value) ? value[step as string] : undefined;
  return invalid(field, expectation(issue), value);
}

function expectation(issue: { readonly code: string; readonly message: string }): string {
  const { expected, values, minimum, maximum } = issue as Readonly<Record<string, unknown>>;
  if (typeof expected === 'string') return `a value of the type ${expected}`;
  if (Array.isArray(values)) return `one of ${values.join(', ')}`;
  if (minimum !== undefined) return `at least ${String(minimum)}`;
  return maximum === undefined ? 'a valid value' : `at most ${String(maximum)}`;
}

const isGiven = (value: unknown) => value !== undefined && value !== null;
const isName = (value: unknown) => typeof value === 'string' && NAME.test(value);
const isId = (value: unknown) => typeof value === 'string' && value.length <= EVENT_LIMITS.idLength;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
