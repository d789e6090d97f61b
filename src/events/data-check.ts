import { z } from 'zod';
import type { EventTypeDef } from '../catalogue/index.ts';
import type { JsonObject } from './event.ts';

type Check = (value: unknown) => boolean;

/** As much of JSON Schema as the fields of event types use. */
interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly FieldSchema[];
  readonly propertyNames?: FieldSchema;
  readonly additionalProperties?: FieldSchema | boolean;
}

const checksOf = new WeakMap<EventTypeDef, readonly (readonly [name: string, check: Check])[]>();

/**
 * Whether the data of an event are right beyond doubt. Nearly all are, and to see that costs a tenth of what zod takes
 * for it; where this says false, zod decides, and tells what is wrong.
 */
export function isCertainlyRight(type: EventTypeDef, data: JsonObject): boolean {
  let checks = checksOf.get(type);
  if (checks === undefined) {
    checks = createChecks(type);
    checksOf.set(type, checks);
  }
  for (const [name, check] of checks) if (!check(data[name])) return false;
  return true;
}

function createChecks({ data }: EventTypeDef) {
  const { properties = {}, required = [] } = z.toJSONSchema(data, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => {
    const check = checkOf(schema as FieldSchema);
    const orMissing: Check = value => value === undefined || check(value);
    return [name, required.includes(name) ? check : orMissing] as const;
  });
}

const KNOWN_WORDS: ReadonlySet<string> = new Set([
  'description',
  'type',
  'enum',
  'anyOf',
  'minimum',
  'maximum',
  'propertyNames',
  'additionalProperties',
]);

/** A form that is not known here is never right beyond doubt. */
function checkOf(schema: FieldSchema): Check {
  if (!Object.keys(schema).every(word => KNOWN_WORDS.has(word))) return () => false;
  const { type, anyOf, minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
  if (schema.enum !== undefined) return value => schema.enum!.includes(value);
  if (anyOf !== undefined) return anyCheckOf(anyOf);
  const isInRange = (value: unknown) => (value as number) >= minimum && (value as number) <= maximum;
  switch (type) {
    case undefined:
      return () => true;
    case 'string':
    case 'boolean':
      return value => typeof value === type;
    case 'null':
      return value => value === null;
    case 'number':
      return value => Number.isFinite(value) && isInRange(value);
    case 'integer':
      return value => Number.isSafeInteger(value) && isInRange(value);
    case 'object':
      return isAnyRecord(schema) ? isPlainObject : () => false;
    default:
      return typeof type === 'string' ? () => false : anyCheckOf(type.map(each => ({ type: each })));
  }
}

function anyCheckOf(schemas: readonly FieldSchema[]): Check {
  const checks = schemas.map(checkOf);
  return value => checks.some(check => check(value));
}

/** `z.record` of whatever: nothing is said of its values, and of its keys that they are texts. */
function isAnyRecord({ propertyNames, additionalProperties: values }: FieldSchema): boolean {
  const hasTextKeys = propertyNames?.type === 'string' && Object.keys(propertyNames).length === 1;
  return hasTextKeys && typeof values === 'object' && Object.keys(values).length === 0;
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
