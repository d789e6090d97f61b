import type { ErrorCode } from '../errors.ts';

/** Why an event was not taken. Never holds anything of what it said: that may be a secret. */
export interface EventRefusal {
  readonly code: Extract<ErrorCode, 'EVENT_INVALID' | 'EVENT_TOO_LARGE' | 'EVENT_TOO_OLD'>;
  /** Path of the field, e.g. `data.duration`; empty for the event as a whole. */
  readonly field: string;
  readonly expected: string;
  /** Type and size of what was there instead. */
  readonly found: string;
}

/** Says of a value what kind it is and how large, and nothing of what it holds. */
function describeShape(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return `a text of ${value.length} characters`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** A refusal because of one field. */
export function invalid(field: string, expected: string, value: unknown): EventRefusal {
  return { code: 'EVENT_INVALID', field, expected, found: describeShape(value) };
}
