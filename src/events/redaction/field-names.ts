import { type FieldKind, fieldKindOf } from './field-kinds.ts';

/** The name of a field, and what it says of its value. */
export interface FieldName {
  readonly kind: FieldKind;
  /** The name without secrets. */
  readonly text: string;
}

/** Names repeat from event to event; kept for so many of them, and none that is long. */
const MOST_NAMES = 2000;
const LONGEST_NAME = 40;
/** Shorter ones hold no secret. */
const SHORTEST_FINDING = 4;

/** Looks at names of fields; remembers those that stay as they are, since a few names make up most events. */
export function createFieldNames(redactText: (text: string) => string): (name: string) => FieldName {
  const known = new Map<string, FieldName>();
  return name => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const text = name.length < SHORTEST_FINDING ? name : redactText(name);
    const field = { kind: fieldKindOf(name), text };
    if (text === name && name.length <= LONGEST_NAME) {
      if (known.size >= MOST_NAMES) known.clear();
      known.set(name, field);
    }
    return field;
  };
}
