import { z } from 'zod';
import { Secret } from './secret.ts';

const SECRETS = new WeakSet<object>();

/** A text that is never shown. @param minLength in characters; more where it could be guessed */
export function secret(minLength = 1) {
  const setting = z
    .string()
    .min(minLength)
    .transform(value => new Secret(value));
  SECRETS.add(setting);
  return setting;
}

/** Whether a setting is a secret, so that not even a wrong value is repeated. */
export function isSecret(setting: unknown): boolean {
  return typeof setting === 'object' && setting !== null && SECRETS.has(setting);
}
