import { z } from 'zod';
import { Secret } from './secret.ts';

/** A text that is never shown. */
export const secret = () =>
  z
    .string()
    .min(1)
    .transform(value => new Secret(value));
