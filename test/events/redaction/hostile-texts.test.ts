import { expect, test } from 'vitest';
import { createRedactor, SECRET_RULES } from '../../../src/events/index.ts';

const LENGTH = 100_000;

/** Texts that begin what rules look for again and again, and never end it. */
const PARTS = [
  ...new Set(SECRET_RULES.flatMap(({ keywords }) => keywords)),
  'a',
  ' ',
  '=',
  ':',
  ',',
  '.',
  '-',
  '"',
  '@',
  '1',
  '1-',
  '1 ',
  'a.',
  'a@',
  'a@a.',
  '://',
  '://a:',
  '?token=',
  'password=',
  'password=,',
  'password="',
  'password is ',
  'a(',
  'Authorization: Bearer ',
  'Cookie: a=',
  'eyJ',
  'eyJ.',
  'eyJaaaaaaaaaa.',
  'ey-.ey',
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN PRIVATE KEY-----!',
  '1.1.1.',
  'a:b:',
  'DE89 ',
  '+1 ',
  'login a ',
  '-u a',
  '--',
  '<<',
  'secret: [',
  'A1',
  'a1-',
];

const redact = createRedactor({
  captureLevel: 'redacted',
  personalData: 'mask',
  hashKey: 'k',
  fileContents: false,
  anonymizeUsers: false,
});

const eventOf = (text: string) => ({
  id: 'i',
  sessionId: null,
  userId: null,
  type: 'x',
  event: 'y',
  data: { text },
  timestamp: '2024-01-01T00:00:00.000Z',
  source: { application: 'a', environment: 'e', instance: 'i' },
});

/** Steps that grew with the square of the length, for any few of these, would be too many for any machine. */
test('texts made to mislead the rules are read to their end', () => {
  for (const part of PARTS) {
    const text = part.repeat(Math.ceil(LENGTH / part.length));
    expect(redact(eventOf(text)).event.data).toHaveProperty('text');
  }
}, 120_000);

test('no repetition stands within another of no bound', () => {
  const nested = SECRET_RULES.filter(({ pattern }) =>
    /[+*]\)(?:[+*]|\{\d+,\})/.test(pattern.source.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '')),
  );
  expect(nested.map(({ id }) => id)).toEqual([]);
});

test('every rule has an id that a placeholder can hold, keywords, and a global pattern', () => {
  for (const { id, keywords, pattern } of SECRET_RULES) {
    expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(keywords.length).toBeGreaterThan(0);
    expect(pattern.global).toBe(true);
  }
});
