import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/audit/index.ts';
import { EVENT_LIMITS } from '../../src/catalogue/index.ts';
import {
  type AcceptanceConfig,
  createAcceptance,
  type PrivacyConfig,
  ROW_ID_LENGTH,
} from '../../src/events/index.ts';
import { UUID_PATTERN } from '../../src/ids.ts';
import { TOKENS } from './redaction/corpus/secrets.ts';

const NOW = Date.parse('2024-01-10T12:00:00.000Z');
const SOURCE = { application: 'shop', environment: 'test', instance: 'one' };
const PRIVACY: PrivacyConfig = {
  captureLevel: 'redacted',
  personalData: 'mask',
  hashKey: 'key of the tests',
  fileContents: false,
  anonymizeUsers: false,
};
const ALL = { rates: {}, defaultRate: 1 };

const acceptanceOf = (config: Partial<AcceptanceConfig> = {}) =>
  createAcceptance({ privacy: PRIVACY, sampling: ALL, retentionDays: 30, clock: () => NOW, ...config });

function accepted(input: unknown, config: Partial<AcceptanceConfig> = {}) {
  const verdict = acceptanceOf(config).accept(input, SOURCE);
  if (!('accepted' in verdict)) throw new Error(JSON.stringify(verdict));
  return verdict.accepted;
}
function refused(input: unknown) {
  const verdict = acceptanceOf().accept(input, SOURCE);
  return 'refused' in verdict ? verdict.refused : verdict;
}

describe('an accepted event', () => {
  test('has the row id of its first delivery if it is a sample of the host that is sent again', () => {
    const sample = {
      type: 'system',
      id: 'sample_1',
      data: { cpuUsage: 1, memoryUsage: 2 },
      timestamp: NOW - 5000,
    };
    const { rowId } = accepted(sample);
    expect(accepted(sample).rowId).toBe(rowId);
    expect(accepted({ ...sample, id: 'sample_2' }).rowId).not.toBe(rowId);
    expect(accepted({ ...sample, id: undefined }).rowId).not.toBe(
      accepted({ ...sample, id: undefined }).rowId,
    );
    const other = acceptanceOf().accept(sample, { ...SOURCE, application: 'bot' });
    expect(other).not.toMatchObject({ accepted: { rowId } });
  });

  test('of a person has a row id that nobody can tell, even if it is sent again', () => {
    const chat = { type: 'chat', id: 'chat_1', timestamp: NOW - 5000 };
    expect(accepted(chat).rowId).not.toBe(accepted(chat).rowId);
  });

  test('is complete: what was not given is filled in', () => {
    const { event, rowId } = accepted({ type: 'chat', data: { model: 'm' } });
    expect(event).toEqual({
      id: rowId,
      sessionId: null,
      userId: null,
      type: 'chat',
      event: 'message',
      data: { model: 'm' },
      timestamp: '2024-01-10T12:00:00.000Z',
      source: SOURCE,
    });
    expect(rowId).toMatch(UUID_PATTERN);
    expect(accepted({ type: 'game.over' }).event.event).toBe('custom');
  });

  test("has a record of its row's id and its canonical JSON", () => {
    const { event, rowId, record } = accepted({
      type: 'chat',
      data: { userMessage: 'grüß dich 👋', model: 'm' },
    });
    const text = Buffer.from(record).toString();
    expect(text.slice(0, ROW_ID_LENGTH)).toBe(rowId);
    expect(text.slice(ROW_ID_LENGTH)).toBe(canonicalJson(event));
    expect(JSON.parse(text.slice(ROW_ID_LENGTH))).toEqual(event);
  });

  test('keeps its own time, in UTC, however it was written', () => {
    for (const timestamp of [
      '2024-01-10T11:00:00Z',
      '2024-01-10T12:00:00+01:00',
      NOW - 3_600_000,
      '2024-01-10 11:00:00',
      '2024-01-10T11:00:00.000000',
    ]) {
      const { event, rowId } = accepted({ type: 'x', timestamp });
      expect(event.timestamp).toBe('2024-01-10T11:00:00.000Z');
      expect(Number.parseInt(rowId.replaceAll('-', '').slice(0, 12), 16)).toBe(NOW - 3_600_000);
    }
  });

  test('from too far ahead has the time of its arrival, and keeps what was reported', () => {
    const ahead = NOW + EVENT_LIMITS.futureMs;
    expect(accepted({ type: 'x', timestamp: ahead }).event.timestamp).toBe(new Date(ahead).toISOString());
    const { event } = accepted({ type: 'x', timestamp: ahead + 1 });
    expect(event.timestamp).toBe('2024-01-10T12:00:00.000Z');
    expect(event.source.reportedTimestamp).toBe(new Date(ahead + 1).toISOString());
  });

  test('says of its source no more than it may, and keeps no fields that events do not have', () => {
    const { event } = accepted({
      type: 'x',
      other: 1,
      source: { application: 'evil', requestId: 'r1', instance: 'two', x: 1 },
    });
    expect(event.source).toEqual({ ...SOURCE, requestId: 'r1', instance: 'two' });
    expect(event).not.toHaveProperty('other');
  });

  test('is of the instance that its token names, whatever it says of that itself', () => {
    const input = { type: 'x', source: { instance: 'two', requestId: 'r1' } };
    const verdict = acceptanceOf().accept(input, SOURCE, { isInstanceBound: true });
    expect(verdict).toMatchObject({ accepted: { event: { source: { ...SOURCE, requestId: 'r1' } } } });
  });

  test('may hold lone surrogates, and names of the language', () => {
    const { record } = accepted(JSON.parse('{"type":"x","data":{"__proto__":"\\ud800","constructor":1}}'));
    expect(Buffer.from(record).toString()).toContain(String.raw`{"__proto__":"\ud800","constructor":1}`);
  });
});

describe('a refused event says which field, what was expected, and what kind of thing was found', () => {
  test.each<[string, unknown, string, string]>([
    ['no object', 'text', '', 'EVENT_INVALID'],
    ['nothing', undefined, '', 'EVENT_INVALID'],
    ['a list', [], '', 'EVENT_INVALID'],
    ['no type', {}, 'type', 'EVENT_INVALID'],
    ['a type that is no name', { type: 'a b' }, 'type', 'EVENT_INVALID'],
    ['an event that is no name', { type: 'x', event: 5 }, 'event', 'EVENT_INVALID'],
    ['an id that is no text', { type: 'x', id: 5 }, 'id', 'EVENT_INVALID'],
    ['a long id', { type: 'x', userId: 'u'.repeat(201) }, 'userId', 'EVENT_INVALID'],
    ['data that is a list', { type: 'x', data: [] }, 'data', 'EVENT_INVALID'],
    [
      'a wrong type in the data',
      { type: 'chat', data: { tokensUsed: 'many' } },
      'data.tokensUsed',
      'EVENT_INVALID',
    ],
    ['a negative duration', { type: 'chat', data: { duration: -1 } }, 'data.duration', 'EVENT_INVALID'],
    ['another result', { type: 'tool', data: { result: 'maybe' } }, 'data.result', 'EVENT_INVALID'],
    ['no time', { type: 'x', timestamp: 'yesterday' }, 'timestamp', 'EVENT_INVALID'],
    ['a time that is none', { type: 'x', timestamp: Number.NaN }, 'timestamp', 'EVENT_INVALID'],
    ['an impossible day', { type: 'x', timestamp: '2024-13-45T00:00:00Z' }, 'timestamp', 'EVENT_INVALID'],
    ['the distant past', { type: 'x', timestamp: NOW - 31 * 86_400_000 }, 'timestamp', 'EVENT_TOO_OLD'],
    ['too much', { type: 'x', data: { a: 'x'.repeat(EVENT_LIMITS.eventBytes) } }, '', 'EVENT_TOO_LARGE'],
    ['too much in UTF-8', { type: 'x', data: { a: '語'.repeat(100_000) } }, '', 'EVENT_TOO_LARGE'],
  ])('%s', (_, input, field, code) => {
    expect(refused(input)).toMatchObject({
      code,
      field,
      expected: expect.any(String),
      found: expect.any(String),
    });
  });

  test('too deep, or a circle', () => {
    let deep: Record<string, unknown> = {};
    for (let level = 0; level < EVENT_LIMITS.depth; level++) deep = { deep };
    const circle: Record<string, unknown> = { type: 'x' };
    circle['data'] = circle;
    for (const input of [{ type: 'x', data: deep }, circle])
      expect(refused(input)).toMatchObject({ code: 'EVENT_INVALID', field: 'data' });
  });

  test('and nothing of what it said', () => {
    const secret = TOKENS[0]!.text;
    for (const input of [
      secret,
      { type: secret.repeat(2) },
      { type: 'x', timestamp: secret },
      { type: 'chat', data: { tokensUsed: secret } },
      { type: 'tool', data: { result: secret } },
    ])
      expect(JSON.stringify(refused(input))).not.toContain(secret.slice(10, 30));
  });

  test('also where reading it fails', () => {
    const input = {
      type: 'x',
      get data() {
        throw new Error('no');
      },
    };
    expect(refused(input)).toMatchObject({ code: 'EVENT_INVALID', field: '' });
  });
});

describe('a dropped event', () => {
  const verdictOf = (input: unknown, config: Partial<AcceptanceConfig>) =>
    acceptanceOf(config).accept(input, SOURCE);
  const SAMPLE = { type: 'system', data: { cpuUsage: 1, memoryUsage: 2 } };

  test('is one of a level that captures nothing', () => {
    const privacy = { ...PRIVACY, captureLevel: 'none' } as const;
    for (const input of [{ type: 'chat' }, SAMPLE])
      expect(verdictOf(input, { privacy })).toEqual({ dropped: 'capture_level' });
  });

  test('is one of a user who refused; those of others are kept', () => {
    const consent = (userId: string) => ({ no: false, yes: true })[userId];
    expect(verdictOf({ type: 'chat', userId: 'no' }, { consent })).toEqual({ dropped: 'consent' });
    for (const userId of ['yes', 'unknown', null])
      expect(verdictOf({ type: 'chat', userId }, { consent })).toHaveProperty('accepted');
  });

  test('is one of a person who asked not to be followed; samples of the host are of nobody', () => {
    const asking = { type: 'chat', doNotTrack: true };
    expect(verdictOf(asking, {})).toEqual({ dropped: 'do_not_track' });
    expect(verdictOf({ ...asking, doNotTrack: false }, {})).toHaveProperty('accepted');
    expect(
      verdictOf({ ...SAMPLE, doNotTrack: true }, { sampling: { rates: {}, defaultRate: 0 } }),
    ).toHaveProperty('accepted');
  });

  test('is none of that person where the configuration does not respect it; the wish is not kept', () => {
    const privacy = { ...PRIVACY, respectDnt: false };
    const { event } = accepted({ type: 'chat', doNotTrack: true }, { privacy });
    expect(event).not.toHaveProperty('doNotTrack');
    expect(refused({ type: 'chat', doNotTrack: 'yes' })).toMatchObject({ field: 'doNotTrack' });
  });

  test('is one that sampling leaves out: whole sessions, and no errors unless that is said', () => {
    const sampling = { rates: { tool: 0.25 }, defaultRate: 0.25 };
    const kept = Array.from({ length: 4000 }, (_, index) => `session_${index}`).filter(sessionId => {
      const verdicts = ['chat', 'tool', 'custom'].map(
        type => 'accepted' in verdictOf({ type, sessionId }, { sampling }),
      );
      expect(new Set(verdicts).size).toBe(1);
      expect(verdictOf({ type: 'error', sessionId }, { sampling })).toHaveProperty('accepted');
      return verdicts[0];
    });
    expect(kept.length).toBeGreaterThan(880);
    expect(kept.length).toBeLessThan(1120);
    expect(verdictOf({ type: 'error' }, { sampling: { rates: { error: 0 }, defaultRate: 1 } })).toEqual({
      dropped: 'sampled',
    });
  });
});

describe('whatever comes', () => {
  const LEVELS = ['metadata', 'redacted', 'full'] as const;

  test('accept gives a verdict', () => {
    const acceptance = acceptanceOf();
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.anything(),
      fc.record(
        {
          type: fc.constantFrom('x', 'chat', 'tool'),
          data: fc.object(),
          userId: fc.anything(),
          timestamp: fc.anything(),
        },
        { requiredKeys: ['type'] },
      ),
    );
    fc.assert(
      fc.property(anything, input => {
        expect(Object.keys(acceptance.accept(input, SOURCE))).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  test('no secret is in a record, wherever it stood, at any level', () => {
    const place = fc.tuple(
      fc.constantFrom(...TOKENS),
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.string({ maxLength: 20 }),
    );
    const secretText = place.map(([{ secret }, before, after]) => ({
      secret,
      text: `${before} ${secret} ${after}`,
    }));
    const nested = fc.tuple(
      secretText,
      fc.array(fc.oneof(fc.string({ maxLength: 8 }), fc.nat(3)), { maxLength: 8 }),
      fc.jsonValue({ maxDepth: 2 }),
    );
    fc.assert(
      fc.property(
        nested,
        fc.constantFrom(...LEVELS),
        fc.constantFrom('chat', 'tool', 'custom'),
        ([{ secret, text }, path, beside], captureLevel, type) => {
          const inner = path.reduceRight<unknown>(
            (value, step) => (typeof step === 'number' ? [beside, value] : { [step]: value, beside }),
            text,
          );
          const verdict = acceptanceOf({ privacy: { ...PRIVACY, captureLevel } }).accept(
            { type, userId: text.slice(0, 200), data: { inner, [text]: 1 } },
            SOURCE,
          );
          if (!('accepted' in verdict)) return;
          const written = Buffer.from(verdict.accepted.record).toString();
          expect(written).not.toContain(JSON.stringify(secret).slice(1, -1).slice(-16));
        },
      ),
      { numRuns: 600 },
    );
  });

  test('what is no secret stays as it was', () => {
    const plain = fc.object({
      key: fc.constantFrom('a', 'b', 'list'),
      values: [fc.boolean(), fc.nat(), fc.constant(null), fc.constantFrom('some words', 'ok', '')],
      maxDepth: 4,
    });
    fc.assert(
      fc.property(plain, data => {
        expect(accepted({ type: 'custom', data }).event.data).toEqual(data);
      }),
    );
  });
});
