import { z } from 'zod';

/** A type of event: what its data holds, and how private each part of that is. */
export interface EventTypeDef<Type extends string = string> {
  readonly type: Type;
  /** What the type says, in one sentence. */
  readonly help: string;
  /** The events of the type that have a meaning of their own; others are taken too. */
  readonly events: readonly string[];
  /** Fields may be missing, and others may be there; those that are listed have the right type. */
  readonly data: z.ZodObject;
  /** Fields with what people or models wrote: left out at the capture level `metadata`. */
  readonly content: readonly string[];
  /** Fields that say who somebody is: masked or hashed as personal data is. */
  readonly personal: readonly string[];
  readonly since: string;
}

/** Defines a type of event, keeping its literal types. */
export function defineEventType<const Def extends EventTypeDef>(def: Def): Def {
  return def;
}

/** A number of 0 or more: a duration, a length, a count. */
export const amount = () => z.number().min(0);
/** A text of any length; the size of the whole event is bounded. */
export const text = () => z.string();
/** An object of any shape, within the bounds of depth and size. */
export const anyObject = () => z.record(z.string(), z.unknown());
