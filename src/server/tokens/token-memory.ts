import { hash } from 'node:crypto';
import { type Clock, systemClock } from '../../clock.ts';
import type { Identity } from '../access/identity.ts';
import type { SigningKeys } from './key-file.ts';

/** A token whose signature was checked. */
export interface CheckedToken {
  readonly identity: Identity;
  /** The token that it was made from, which ends it when it is revoked; only of sessions of the panel. */
  readonly parentId?: string | undefined;
}

/**
 * Remembers whose a token is once its signature was checked: whoever delivers sends the same one with each request, and
 * the check costs more than taking an event. Whether it was revoked is not remembered.
 */
export interface TokenMemory {
  /** Undefined where the token is not known, has ended, or was checked with other keys than these. */
  find(token: string, keys: SigningKeys): CheckedToken | undefined;
  keep(token: string, keys: SigningKeys, checked: CheckedToken): void;
}

/** Applications and people of one server; with more, those kept for longest are checked again. */
const MAX_TOKENS = 1000;

/** @param clock @default the time of the system */
export function createTokenMemory(clock: Clock = systemClock): TokenMemory {
  let keysUsed: SigningKeys | undefined;
  const known = new Map<string, CheckedToken>();
  // No token stays in memory, and how long a look takes says nothing about those that are known.
  const keyOf = (token: string): string => hash('sha256', token, 'base64');
  return {
    find: (token, keys) => {
      if (keys !== keysUsed) return undefined;
      const checked = known.get(keyOf(token));
      return checked !== undefined && clock() < checked.identity.expiresMs ? checked : undefined;
    },
    keep: (token, keys, checked) => {
      if (keys !== keysUsed) known.clear();
      keysUsed = keys;
      if (known.size >= MAX_TOKENS) known.delete(known.keys().next().value!);
      known.set(keyOf(token), checked);
    },
  };
}
