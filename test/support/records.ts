import { canonicalJson } from '../../src/audit/index.ts';
import type { ActivityEvent } from '../../src/events/index.ts';
import { createUuidV7 } from '../../src/ids.ts';

let made = 0;

/** An event as it comes out of acceptance; what is not given is made up. */
export function buildEvent(parts: Partial<ActivityEvent> = {}): ActivityEvent {
  const id = parts.id ?? `event_${++made}`;
  return {
    id,
    sessionId: 'session_1',
    userId: 'user_1',
    type: 'chat',
    event: 'message',
    data: {},
    timestamp: new Date().toISOString(),
    source: { application: 'assistant', environment: 'test', instance: 'one' },
    ...parts,
  };
}

/** The record of an event, as the spool holds it. */
export function buildRecord(event: ActivityEvent): Buffer {
  return Buffer.from(createUuidV7(Date.parse(event.timestamp)) + canonicalJson(event));
}
