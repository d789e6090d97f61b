import { z } from 'zod';
import { Secret } from './secret.ts';

/** A text that is never shown. @param minLength in characters; more where it could be guessed */
export const secret = (minLength = 1) =>
  z
    .string()
    .min(minLength)
    .transform(value => new Secret(value));
