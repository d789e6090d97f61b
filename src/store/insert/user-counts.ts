import { factsOf } from './facts.ts';
import { dayOf, type StoredEvent } from './stored-event.ts';

/** What is added to one row of `user_days`. */
export interface UserDayCount {
  readonly day: string;
  readonly userId: string;
  readonly application: string;
  events: number;
  messages: number;
  errors: number;
  tokens: number;
}

/** Types whose events are messages of a user. */
export const MESSAGE_TYPES: ReadonlySet<string> = new Set(['chat', 'message']);

/** What a batch adds to the days of its users. */
export function countUsers(events: readonly StoredEvent[]): readonly UserDayCount[] {
  const all: UserDayCount[] = [];
  const applications = new Map<string, Map<string, UserDayCount>>();
  for (const { event } of events) {
    const { userId, type } = event;
    if (userId === null) continue;
    const { application } = event.source;
    const users = applications.get(application) ?? new Map<string, UserDayCount>();
    if (users.size === 0) applications.set(application, users);
    let count = users.get(userId);
    if (count === undefined) {
      count = { day: dayOf(event), userId, application, events: 0, messages: 0, errors: 0, tokens: 0 };
      users.set(userId, count);
      all.push(count);
    }
    const { isError, tokens } = factsOf(event);
    count.events++;
    count.messages += MESSAGE_TYPES.has(type) ? 1 : 0;
    count.errors += isError ? 1 : 0;
    count.tokens += Math.round(tokens);
  }
  return all;
}
