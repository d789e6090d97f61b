import { expect, test } from 'vitest';
import { createRedactor, SECRET_RULES } from '../../../src/events/index.ts';

const LENGTH = 100_000;
/** The time of a text twice as long may be twice as long, and not four times; between them there is room for noise. */
const WORST_GROWTH = 3.3;
/** Times below this are noise; in milliseconds. */
const NOISE_MS = 8;

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

function timeOf(part: string, length: number): number {
  const text = part.repeat(Math.ceil(length / part.length));
  const event = {
    id: 'i',
    sessionId: null,
    userId: null,
    type: 'x',
    event: 'y',
    data: { text },
    timestamp: '2024-01-01T00:00:00.000Z',
    source: { application: 'a', environment: 'e', instance: 'i' },
  };
  const times = [0, 1, 2].map(() => {
    const start = performance.now();
    redact(event);
    return performance.now() - start;
  });
  return Math.min(...times);
}

test('time grows with the text and no faster, for texts made to mislead the rules', () => {
  const tooSlow = PARTS.filter(part => {
    const long = timeOf(part, LENGTH);
    return long > NOISE_MS && long > WORST_GROWTH * Math.max(timeOf(part, LENGTH / 2), NOISE_MS / 2);
  });
  expect(tooSlow).toEqual([]);
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
