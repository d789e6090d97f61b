import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor, SECRET_RULES, type SecretRule } from '../../../src/events/index.ts';

const redact = createRedactor({
  captureLevel: 'full',
  personalData: 'keep',
  hashKey: 'k',
  fileContents: false,
  anonymizeUsers: false,
});

const redactText = (text: string) =>
  redact({
    id: 'i',
    sessionId: null,
    userId: null,
    type: 'x',
    event: 'y',
    data: { text },
    timestamp: '2024-01-01T00:00:00.000Z',
    source: { application: 'a', environment: 'e', instance: 'i' },
  });

/** The pattern without what looks around, which no text can be made of. */
function withoutLooks(source: string): string {
  let result = '';
  for (let index = 0; index < source.length; index++) {
    const look = /^\(\?<?[=!]/.exec(source.slice(index, index + 4));
    if (look === null) {
      if (source[index] === '\\') result += source[index++];
      result += source[index];
      continue;
    }
    index = endOfGroup(source, index);
  }
  return result.replaceAll('(?<kept>', '(?:').replaceAll('\\b', '');
}

function endOfGroup(source: string, start: number): number {
  let depth = 0;
  let isInClass = false;
  for (let index = start; index < source.length; index++) {
    const character = source[index];
    if (character === '\\') index++;
    else if (isInClass) isInClass = character !== ']';
    else if (character === '[') isInClass = true;
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return index;
  }
  return source.length;
}

/** Texts that the rule by itself finds a secret in, the same each time. */
function examplesOf({ pattern, isSecret = () => true }: SecretRule): readonly string[] {
  const form = new RegExp(`^(?:${withoutLooks(pattern.source)})$`);
  const texts = fc.sample(fc.stringMatching(form), { numRuns: 60, seed: 7 }).map(text => ` ${text} `);
  return texts.filter(text =>
    [...text.matchAll(pattern)].some(match => isSecret(match[0].slice(match.groups?.['kept']?.length ?? 0))),
  );
}

/** What these find is hardly ever made by chance, or stands beside something else: the corpus has examples. */
const IN_CORPUS = new Set([
  'aws-secret-key',
  'basic-credentials',
  'gcp-api-key',
  'okta-access-token',
  'sentry-dsn',
  'token',
  'url-token',
]);

describe('every rule', () => {
  test.each(SECRET_RULES.map((rule, number) => [rule.id, number] as const))(
    '%s (%d) is run over the texts that it finds something in',
    (id, number) => {
      const examples = examplesOf(SECRET_RULES[number]!);
      if (!IN_CORPUS.has(id)) expect(examples).not.toHaveLength(0);
      const own = examples.filter(text => !text.includes('[redacted:'));
      const missed = own.filter(text => Object.keys(redactText(text).redactions).length === 0);
      expect(missed).toEqual([]);
    },
  );
});
