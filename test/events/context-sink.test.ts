import { describe, expect, it } from 'vitest';
import { createContextSink, type EventInput } from '../../src/events/index.ts';
import { recordEvents } from '../support/recorded-events.ts';

const CONTEXT = {
  userId: 'u1',
  sessionId: 's1',
  requestId: 'r1',
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
};
const EVENT: EventInput = { type: 'deploy', event: 'done', data: { version: 7 } };

describe('createContextSink()', () => {
  it('fills in who did it, and in the course of which request and trace', () => {
    const { events, recorded } = recordEvents();
    events.emitIn(CONTEXT, EVENT);
    const { userId, sessionId, requestId, traceId } = CONTEXT;
    expect(recorded).toEqual([{ ...EVENT, userId, sessionId, requestId, traceId }]);
  });

  it('leaves what the event says of itself, also that there is no user', () => {
    const { events, recorded } = recordEvents();
    const own = { ...EVENT, userId: null, sessionId: 'own', requestId: 'r2', traceId: 'c'.repeat(32) };
    events.emitIn(CONTEXT, own);
    expect(recorded).toEqual([own]);
  });

  it('passes an event on as it is where there is no context', () => {
    const { events, recorded } = recordEvents();
    events.emitIn(undefined, EVENT);
    expect(recorded).toEqual([EVENT]);
  });

  it('drops what users do who ask not to be tracked, unless it is told to take it', () => {
    const { sink, events, recorded } = recordEvents();
    events.emitIn({ ...CONTEXT, doNotTrack: true }, EVENT);
    expect(recorded).toEqual([]);
    createContextSink(sink, { respectDnt: false }).emitIn({ ...CONTEXT, doNotTrack: true }, EVENT);
    expect(recorded).toHaveLength(1);
  });

  it('replaces ids that are too long by digests, which differ where the ids do', () => {
    const { events, recorded } = recordEvents();
    const long = 'x'.repeat(200);
    for (const end of ['', 'a', 'b']) events.emitIn({ userId: `${long}${end}` }, EVENT);
    const ids = recorded.map(({ userId }) => userId);
    expect(ids[0]).toBe(long);
    expect(ids[1]).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(new Set(ids).size).toBe(3);
  });
});
