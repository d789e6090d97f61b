import { types } from 'node:util';
import { fitText, jsonBytesOf } from './bounded-text.ts';

/** Stands for what is too deep, or more than the bound has room for. */
const LEFT_OUT = '…';
/** Objects and arrays inside of each other that are copied; `data` itself and its fields come on top. */
const MAX_DEPTH = 12;
/** Of one entry, beside its key and value: comma and colon. */
const ENTRY_BYTES = 2;
/** Below, a text would be little but its ellipsis. */
const LEAST_TEXT_BYTES = 8;

/**
 * Copies any value as JSON would show it, up to a number of bytes: what does not fit is cut or left out. The work is
 * bounded too, whatever the value: an argument or a result of the application's may be huge, circular, or throw when read.
 * @returns undefined for what JSON has no word for: a function, a symbol, undefined
 */
export function boundedCopy(value: unknown, maxBytes: number): unknown {
  return new BoundedCopy(maxBytes).copy(value, 0);
}

class BoundedCopy {
  #roomBytes: number;

  constructor(maxBytes: number) {
    this.#roomBytes = maxBytes;
  }

  copy(value: unknown, depth: number): unknown {
    switch (typeof value) {
      case 'string':
        return this.#text(value);
      case 'number':
        this.#roomBytes -= String(value).length;
        // JSON has one zero.
        return Number.isFinite(value) ? value + 0 : String(value);
      case 'boolean':
        this.#roomBytes -= String(value).length;
        return value;
      case 'bigint':
        return this.#text(String(value));
      case 'object':
        return this.#object(value, depth);
      default:
        return undefined;
    }
  }

  #text(text: string): string {
    const fitting = fitText(text, Math.max(LEAST_TEXT_BYTES, this.#roomBytes));
    this.#roomBytes -= jsonBytesOf(fitting);
    return fitting;
  }

  #object(value: object | null, depth: number): unknown {
    this.#roomBytes -= ENTRY_BYTES;
    if (value === null) return null;
    if (depth >= MAX_DEPTH) return LEFT_OUT;
    try {
      if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return `[${value.byteLength} bytes]`;
      if (Array.isArray(value)) return this.#array(value, depth);
      if (value instanceof Error) return this.#text(`${value.name}: ${value.message}`);
      const { toJSON } = value as { readonly toJSON?: unknown };
      if (typeof toJSON === 'function') return this.copy(toJSON.call(value, ''), depth + 1);
      return this.#fields(value, depth);
    } catch {
      return '[unreadable]';
    }
  }

  #array(values: readonly unknown[], depth: number): readonly unknown[] {
    const copies: unknown[] = [];
    for (const value of values) {
      if (this.#roomBytes <= 0) return [...copies, LEFT_OUT];
      this.#roomBytes -= ENTRY_BYTES;
      copies.push(this.copy(value, depth + 1) ?? null);
    }
    return copies;
  }

  #fields(value: object, depth: number): Readonly<Record<string, unknown>> {
    const entries: (readonly [string, unknown])[] = [];
    // Not Object.entries(): of an object with a million keys only those are asked for that there is room for.
    for (const key in value) {
      if (!Object.hasOwn(value, key)) continue;
      if (this.#roomBytes <= 0) {
        entries.push([LEFT_OUT, LEFT_OUT]);
        break;
      }
      const name = this.#text(key);
      const copy = this.copy((value as Readonly<Record<string, unknown>>)[key], depth + 1);
      this.#roomBytes -= ENTRY_BYTES;
      if (copy !== undefined) entries.push([name, copy]);
    }
    return Object.fromEntries(entries);
  }
}
