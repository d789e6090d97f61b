/** Longest label value that gets a series of its own, in UTF-16 units; a longer one is refused (overflow series). */
export const MAX_LABEL_VALUE_LENGTH = 1024;

/** The value of every label of an overflow series. */
export const OVERFLOW_LABEL_VALUE = '__overflow__';

/** The text of a value that cannot be printed, e.g. an object whose `toString` throws. */
const UNPRINTABLE = '[unprintable]';

/** Any value as the text of a label: never throws, always well-formed UTF-16, so that no two texts share their UTF-8. */
export function labelTextOf(value: unknown): string {
  if (typeof value === 'string') return toWellFormed(value);
  try {
    return toWellFormed(String(value));
  } catch {
    return UNPRINTABLE;
  }
}

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

function toWellFormed(text: string): string {
  return text.replace(LONE_SURROGATE, '\uFFFD');
}

/** Escapes a label value as text 0.0.4 and OpenMetrics both want it. */
function escapeLabelValue(text: string): string {
  return /[\\\n"]/.test(text)
    ? text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')
    : text;
}

/** `a="1",b="2"`, escaped. */
export function labelPairs(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => labelPair(name, value))
    .join(',');
}

/** `name="value"`, escaped. */
export function labelPair(name: string, value: string): string {
  return `${name}="${escapeLabelValue(value)}"`;
}
