import type { FastifySchemaValidationError } from 'fastify/types/schema.js';

/** What is wrong with a part of a request. */
export interface Violation {
  readonly field: string;
  readonly expected: string;
  /** The kind of what was there, never its text: it may be a secret. */
  readonly found: string;
}

/** Of a long list of allowed values, as many are shown. */
const MAX_SHOWN_VALUES = 20;

/** The keys on the way to a value (RFC 6901). */
function keysOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(key => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function formatField(part: string, keys: readonly string[]): string {
  const path = keys.map(key => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`)).join('');
  return path === '' ? part : path.replace(/^\./, '');
}

function valueAt(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'string') return `a text of ${value.length} characters`;
  return typeof value === 'number' ? `the number ${value}` : `a value of type ${typeof value}`;
}

function expectedOf({ keyword, params, message = 'be valid' }: FastifySchemaValidationError): string {
  if (keyword === 'required') return 'a value';
  if (keyword === 'additionalProperties') return 'only known fields';
  if (keyword === 'const') return JSON.stringify(params['allowedValue']);
  if (keyword !== 'enum') return `a value that must ${message.replace(/^must /, '')}`;
  const values = (params['allowedValues'] as readonly unknown[]).slice(0, MAX_SHOWN_VALUES);
  return `one of ${values.map(value => JSON.stringify(value)).join(', ')}`;
}

/** Says what a schema found wrong. @param part of the request: body, querystring, params or headers. */
export function describeViolation(
  part: string,
  error: FastifySchemaValidationError,
  value: unknown,
): Violation {
  const last = error.params['missingProperty'] ?? error.params['additionalProperty'];
  const keys = [...keysOf(error.instancePath), ...(typeof last === 'string' ? [last] : [])];
  return { field: formatField(part, keys), expected: expectedOf(error), found: kindOf(valueAt(value, keys)) };
}
