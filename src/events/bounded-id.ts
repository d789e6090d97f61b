import { createHash } from 'node:crypto';
import { EVENT_LIMITS } from '../catalogue/events/index.ts';

/**
 * An id as events carry it: one that is too long, as ids from headers may be, is replaced by its digest. It is not cut,
 * since two users whose ids begin alike would become one.
 */
export function boundId(id: string): string {
  if (id.length <= EVENT_LIMITS.idLength) return id;
  return `sha256:${createHash('sha256').update(id).digest('hex')}`;
}
