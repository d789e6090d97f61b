import type { ApiEvent } from '../../../src/api/live.ts';
import type { Tone } from '../components/badge.tsx';
import { formatMilliseconds } from './format-number.ts';

/** Types of events that aiwatch knows; applications may have others. */
export const EVENT_TYPES = ['chat', 'tool', 'session', 'error', 'message', 'request'] as const;

const TONES: Readonly<Record<string, Tone>> = {
  chat: 'accent',
  message: 'accent',
  tool: 'good',
  error: 'bad',
};

/** The colour of a type; its name stands beside it. */
export const toneOf = (type: string): Tone => TONES[type] ?? 'neutral';

type Data = ApiEvent['data'];

const MAX_CHARACTERS = 300;

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, MAX_CHARACTERS);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return '';
}

const duration = (value: unknown): string => (typeof value === 'number' ? formatMilliseconds(value) : '');

const SECOND_MS = 1000;
const DESCRIPTIONS: Readonly<Record<string, (data: Data, event: string) => readonly string[]>> = {
  chat: data => [textOf(data['userMessage']), textOf(data['model']), duration(data['duration'])],
  message: data => [textOf(data['messageText']), duration(data['responseTime'])],
  tool: data => [textOf(data['toolName']), textOf(data['result']), duration(data['executionTime'])],
  session: (_data, event) => [event],
  error: data => [textOf(data['errorType']), textOf(data['message'])],
  request: data => [
    `${textOf(data['method'])} ${textOf(data['path'])}`,
    textOf(data['statusCode']),
    typeof data['processTime'] === 'number' ? formatMilliseconds(data['processTime'] * SECOND_MS) : '',
  ],
};

/** What matters of the type of an event, or its name and the first texts of its data. */
export function partsOfEvent({ type, event, data }: ApiEvent): readonly string[] {
  const parts = DESCRIPTIONS[type]?.(data, event).filter(part => part.trim() !== '') ?? [];
  if (parts.length > 0) return parts;
  return [event, ...Object.values(data).map(textOf).filter(Boolean).slice(0, 3)];
}

/** An event in a line, to be looked through; for people there is `EventText`. */
export const describeEvent = (event: ApiEvent): string => partsOfEvent(event).join(' · ');
