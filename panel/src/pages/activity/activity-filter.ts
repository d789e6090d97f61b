import type { ApiEvent, LiveSubscription } from '../../../../src/api/live.ts';
import { describeEvent } from '../../data/describe-event.ts';
import type { UrlState } from '../../data/use-url-state.ts';

/** What of the activity is shown, as the address has it; what is empty is not limited. */
export type ActivityFilter = UrlState<'type' | 'userId' | 'sessionId' | 'text'>;

export const NO_FILTER: ActivityFilter = { type: '', userId: '', sessionId: '', text: '' };

/** The part of the filter that the server applies. */
export function subscriptionOf({ type, userId, sessionId }: Omit<ActivityFilter, 'text'>): LiveSubscription {
  return {
    channels: ['events'],
    filter: {
      ...(type !== '' && { types: [type] }),
      ...(userId !== '' && { userId }),
      ...(sessionId !== '' && { sessionId }),
    },
  };
}

/**
 * Whether an event is shown. The server looks at type, user and session too; but what it sent just before the filter
 * was changed arrives after that.
 */
export function isShown(event: ApiEvent, { type, userId, sessionId, text }: ActivityFilter): boolean {
  if (type !== '' && event.type !== type) return false;
  if (userId !== '' && event.userId !== userId) return false;
  if (sessionId !== '' && event.sessionId !== sessionId) return false;
  if (text === '') return true;
  const shown = `${event.type} ${event.event} ${event.userId ?? ''} ${event.sessionId ?? ''} ${describeEvent(event)}`;
  return shown.toLowerCase().includes(text.toLowerCase());
}
