import { EVENT_LIMITS } from '../catalogue/index.ts';

/** How large a value is at least: its depth, and its characters as JSON. */
export interface EventSize {
  /** Objects and arrays inside of each other; one more than is allowed means that much, or more. */
  readonly depth: number;
  /** At least so many bytes as JSON; beyond the bound it is not counted on. */
  readonly characters: number;
}

/** Measures a value without writing it, and stops at the bounds: a circle ends there too. */
export function measure(value: unknown): EventSize {
  const size = { depth: 0, characters: 0 };
  visit(value, 1, size);
  return size;
}

function visit(value: unknown, depth: number, size: { depth: number; characters: number }): void {
  if (typeof value === 'string') {
    size.characters += value.length + 2;
    return;
  }
  size.characters += 1;
  if (typeof value !== 'object' || value === null) return;
  if (depth > size.depth) size.depth = depth;
  if (depth > EVENT_LIMITS.depth) return;
  for (const name of Object.keys(value)) {
    if (size.characters > EVENT_LIMITS.eventBytes) return;
    if (!Array.isArray(value)) size.characters += name.length + 3;
    visit((value as Readonly<Record<string, unknown>>)[name], depth + 1, size);
  }
}
