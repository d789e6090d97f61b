import { describe, expect, it } from 'vitest';
import { scrubLine } from '../../../src/runtime/logging/scrub-line.ts';
import { IN_CONTEXT, TOKENS } from '../../events/redaction/corpus/secrets.ts';

describe('scrubLine', () => {
  const KEY = `sk-proj-${'aB3_'.repeat(12)}`;
  const PEM = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQ'.repeat(20)}\n-----END PRIVATE KEY-----`;
  /** Texts with a secret, and what is left of them. */
  const texts = [
    [`Incorrect API key provided: ${KEY}`, 'Incorrect API key provided: [redacted:openai-key]'],
    [`line\n${KEY}\n"more" \\ \u2028`, 'line\n[redacted:openai-key]\n"more" \\ \u2028'],
    [`of Azure:\nabc1Q~${'x'.repeat(33)}`, 'of Azure:\n[redacted:azure-client-secret]'],
    [`{"api_key": "${'k1'.repeat(12)}"}`, '{"api_key": "[redacted:api-key]"}'],
    ['the password is hunter2', 'the password is [redacted:password]'],
    [PEM, '[redacted:private-key]'],
  ] as const;

  it.each(texts)('takes what is redacted in events out of %j', (text, left) => {
    const line = (one: string) => `${JSON.stringify({ time: 1.0, msg: one, list: [{ [one]: [one] }] })}\n`;
    expect(scrubLine(line(text))).toBe(line(left));
  });

  it.each([...TOKENS, ...IN_CONTEXT])('leaves nothing of the $name of the events, and whole JSON', one => {
    for (const text of [one.text, `of:\n${one.text}`, `a "text"\t${one.text}\\`]) {
      const scrubbed = scrubLine(JSON.stringify({ level: 'info', msg: text, path: '/x' }));
      expect(JSON.parse(scrubbed)).toMatchObject({ level: 'info', path: '/x' });
      expect(JSON.parse(scrubbed).msg).not.toContain(one.secret);
    }
  });

  it('leaves numbers as they are written, in a line that has a secret', () => {
    expect(scrubLine(`{"a":1.0,"b":12345678901234567890,"msg":"${KEY}","a":2}\n`)).toBe(
      '{"a":1.0,"b":12345678901234567890,"msg":"[redacted:openai-key]","a":2}\n',
    );
  });

  it.each([
    ['{"msg":"the token was made","path":"/tokens"}'],
    ['{"tokens":5,"token":7,"url":"https://example.com/a?limit=5"}'],
    ['{"msg":"the Bearer of it"}'],
  ])('leaves %s as it is', line => {
    expect(scrubLine(line)).toBe(line);
  });
});
