import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { runInContext } from '../../src/events/index.ts';
import { createMessageHook } from '../../src/hooks/message.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createMessageRecorder, createProblemRecorder } from '../../src/recorders/index.ts';
import { sampleValue } from '../support/parse-exposition.ts';
import { recordEvents } from '../support/recorded-events.ts';
import { scrapeFamilies } from '../support/scrape.ts';

function setUp() {
  const { events, recorded } = recordEvents();
  const registry = createRegistry();
  const logged: string[] = [];
  const recorder = createMessageRecorder(registry, buildCatalogue(), { events });
  const problem = createProblemRecorder(registry, message => logged.push(message));
  return { recordMessage: createMessageHook({ recorder, problem }), recorded, registry, logged };
}

describe('recordMessage()', () => {
  it('makes an event of a message and its answer', () => {
    const { recordMessage, recorded } = setUp();
    const timestamp = new Date('2026-01-01T12:00:00Z');
    recordMessage({
      userId: 42,
      userName: 'Ada',
      messageText: 'Hello',
      responseTimeMs: 245,
      sessionId: 'c1',
      timestamp,
    });
    expect(recorded).toEqual([
      {
        type: 'message',
        event: 'processed',
        userId: '42',
        sessionId: 'c1',
        timestamp: timestamp.getTime(),
        data: { userName: 'Ada', messageText: 'Hello', responseTime: 245 },
      },
    ]);
  });

  it('counts and times it', async () => {
    const { recordMessage, registry } = setUp();
    recordMessage({ userId: 'u1', responseTimeMs: 250 });
    recordMessage({ userId: 'u1', responseTimeMs: 750, status: 'error' });
    const families = await scrapeFamilies(registry);
    expect(sampleValue(families, 'chat_messages_total', { status: 'success' })).toBe(1);
    expect(sampleValue(families, 'chat_messages_total', { status: 'error' })).toBe(1);
    expect(sampleValue(families, 'chat_response_duration_seconds_sum')).toBe(1);
  });

  it('takes the user from the context where the message names none', () => {
    const { recordMessage, recorded } = setUp();
    runInContext({ userId: 'u1', requestId: 'r1' }, () => recordMessage({ responseTimeMs: 1 }));
    expect(recorded).toMatchObject([{ userId: 'u1', requestId: 'r1' }]);
  });

  it.each([
    undefined,
    null,
    {},
    { responseTimeMs: 'soon' },
    { responseTimeMs: -1 },
    { responseTimeMs: Number.NaN },
  ])('never throws, and neither counts nor tells of %j', async message => {
    const { recordMessage, recorded, registry, logged } = setUp();
    recordMessage(message as never);
    expect(recorded).toEqual([]);
    expect(logged).toHaveLength(1);
    const families = await scrapeFamilies(registry);
    expect(sampleValue(families, 'chat_messages_total', { status: 'success' })).toBe(0);
    expect(sampleValue(families, 'chat_response_duration_seconds_count')).toBe(0);
  });
});
