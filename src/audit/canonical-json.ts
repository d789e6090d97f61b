/** What needs escaping in a JSON string. A lone surrogate is found too; a pair only costs the slower way. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes control characters.
const NEEDS_ESCAPE = /[\u0000-\u001f"\\\ud800-\udfff]/;

/** Above this, sorting by the engine is faster than by insertion. */
const FEW_KEYS = 12;

function quote(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** Sorts names of fields in place as RFC 8785 wants: by UTF-16 code unit, the order of JavaScript's own comparison. */
export function sortKeys(keys: string[]): string[] {
  if (keys.length > FEW_KEYS) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i]!;
    let j = i - 1;
    for (; j >= 0 && keys[j]! > key; j--) keys[j + 1] = keys[j]!;
    keys[j + 1] = key;
  }
  return keys;
}

function writeArray(items: readonly unknown[]): string {
  let text = '[';
  for (let i = 0; i < items.length; i++) {
    if (i > 0) text += ',';
    text += write(items[i]) ?? 'null';
  }
  return `${text}]`;
}

function writeObject(object: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const key of sortKeys(Object.keys(object))) {
    const value = write(object[key]);
    if (value === undefined) continue;
    text += text === '' ? `{${quote(key)}:${value}` : `,${quote(key)}:${value}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

/** Boxed values, dates and whatever else has its own JSON are left to JSON.stringify first. */
function writeAny(value: object): string | undefined {
  if (Array.isArray(value)) return writeArray(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === null;
  if (isPlain && typeof (value as { toJSON?: unknown }).toJSON !== 'function') {
    return writeObject(value as Readonly<Record<string, unknown>>);
  }
  const json = JSON.stringify(value) as string | undefined;
  return json === undefined ? undefined : write(JSON.parse(json));
}

function write(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      // ECMAScript's own text of a number is the one of RFC 8785; it writes -0 as 0.
      return Number.isFinite(value) ? `${value}` : 'null';
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return value === null ? 'null' : writeAny(value);
    default:
      // undefined, functions and symbols are left out; JSON.stringify refuses a bigint.
      return JSON.stringify(value) as string | undefined;
  }
}

/**
 * The one JSON text of a value (RFC 8785): keys sorted by UTF-16 code unit, no spaces, numbers as ECMAScript prints them.
 * What JSON does not know is treated as by JSON.stringify: undefined and functions are left out, NaN and infinities become
 * null, -0 becomes 0. Only own keys count, `__proto__` like any other. A lone surrogate, which RFC 8785 would refuse,
 * becomes its escape: such an event is refused by PostgreSQL later, so it never gets a leaf.
 * Throws the TypeError of JSON.stringify for a bigint. Depth is bounded by the stack: bound it before.
 */
export function canonicalJson(value: unknown): string {
  return isInOrder(value) ? JSON.stringify(value) : (write(value) ?? 'null');
}

/** Whether the engine, which is faster, writes the same: plain values, with keys in the right order already. */
function isInOrder(value: unknown): boolean {
  if (typeof value !== 'object')
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (value === null) return true;
  if (Array.isArray(value)) return value.every(isInOrder);
  if (Object.getPrototypeOf(value) !== Object.prototype || 'toJSON' in value) return false;
  let before = '';
  for (const key of Object.keys(value)) {
    // The engine puts whole numbers first, which RFC 8785 does not.
    if (key < before || startsWithDigit(key)) return false;
    if (!isInOrder((value as Readonly<Record<string, unknown>>)[key])) return false;
    before = key;
  }
  return true;
}

function startsWithDigit(key: string): boolean {
  const code = key.charCodeAt(0);
  return code >= 48 && code <= 57;
}
