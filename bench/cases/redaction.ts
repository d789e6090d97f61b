import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { projectRoot } from '../../tools/project-root.ts';

/** Microseconds of one event. */
export interface RedactionResult {
  /** Checked, redacted, and as the record of the spool. */
  readonly accepted: number;
  readonly redacted: number;
  /** The same event as JSON, looked through by secretlint with the rules that it recommends. */
  readonly secretlint: number;
}

/** As much of the package's own functions as is measured; they are not part of its interface. */
interface Events {
  createRedactor(config: object): (event: object) => object;
  createAcceptance(config: object): { accept(input: object, source: object): object };
}

const EVENTS = 200;
const ROUNDS = 200;
const SLOW_ROUNDS = 5;
const SOURCE = { application: 'shop', environment: 'production', instance: 'one' };
const PRIVACY = {
  captureLevel: 'redacted',
  personalData: 'mask',
  hashKey: 'k',
  fileContents: false,
  anonymizeUsers: false,
};

/** The best of several rounds over 200 chat events of some 400 bytes with an everyday text each. */
export async function measureRedaction(): Promise<RedactionResult> {
  const path = join(projectRoot, 'dist/events/index.js');
  const { createRedactor, createAcceptance } = (await import(pathToFileURL(path).href)) as Events;
  const redact = createRedactor(PRIVACY);
  const sampling = { rates: {}, defaultRate: 1 };
  const acceptance = createAcceptance({ privacy: PRIVACY, sampling, retentionDays: 36_500 });
  const events = Array.from({ length: EVENTS }, (_, n) => chatEvent(n));
  const texts = events.map(event => JSON.stringify(event));
  return {
    accepted: await bestOf(ROUNDS, n => void acceptance.accept(events[n]!, SOURCE)),
    redacted: await bestOf(ROUNDS, n => void redact({ ...events[n]!, source: SOURCE })),
    secretlint: await bestOf(SLOW_ROUNDS, n => lint(texts[n]!)),
  };
}

async function bestOf(rounds: number, run: (n: number) => void | Promise<void>): Promise<number> {
  let bestMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const startMs = performance.now();
    for (let n = 0; n < EVENTS; n++) {
      const running = run(n);
      if (running !== undefined) await running;
    }
    bestMs = Math.min(bestMs, performance.now() - startMs);
  }
  return (bestMs / EVENTS) * 1000;
}

async function lint(content: string): Promise<void> {
  const rules = [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }];
  const source = { filePath: 'event.json', content, contentType: 'text' as const };
  await lintSource({ source, options: { config: { rules } } });
}

const WORDS =
  'the answer says that a river of data flows through each stage, and it should be fine: numbers like 42 are well-known here'.split(
    ' ',
  );

/** Other words each time, the same in every run. */
function textOf(words: number, n: number): string {
  return Array.from({ length: words }, (_, k) => WORDS[(n * 7 + k * (1 + (n % 5))) % WORDS.length]!).join(
    ' ',
  );
}

function chatEvent(n: number) {
  return {
    id: `event_${1_700_000_000_000 + n}`,
    sessionId: `session_${n % 20}`,
    userId: `user_${n % 50}`,
    type: 'chat',
    event: 'message',
    timestamp: '2024-01-01T12:00:00.000Z',
    data: {
      userMessage: textOf(8, n),
      assistantResponse: textOf(18, n),
      tokensUsed: 156,
      model: 'gpt-4o',
      duration: 1234.5,
      status: 'success',
    },
  };
}
