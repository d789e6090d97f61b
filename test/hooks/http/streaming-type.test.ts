import { describe, expect, it } from 'vitest';
import { contentTypeOf, isStreamingType } from '../../../src/hooks/http/streaming-type.ts';

describe('isStreamingType()', () => {
  it.each([
    'text/event-stream',
    'Text/Event-Stream; charset=utf-8',
    'application/x-ndjson',
    'application/jsonl',
    'application/stream+json ; q',
  ])('takes %s for a stream', type => {
    expect(isStreamingType(type)).toBe(true);
  });

  it.each([undefined, 42, '', 'application/json', 'text/event-streams', 'application/jsonlines+x'])(
    'takes %j for none',
    type => {
      expect(isStreamingType(type)).toBe(false);
    },
  );
});

describe('contentTypeOf()', () => {
  it.each<[what: string, head: readonly unknown[]]>([
    ['an object', [200, { 'content-type': 'a/b' }]],
    ['an object behind the reason', [200, 'OK', { 'Content-Type': 'a/b' }]],
    ['odd capitals', [200, { 'CONTENT-type': 'a/b', other: 1 }]],
    ['a list', [200, ['other', 'content-type', 'content-type', 'a/b']]],
    ['pairs', [200, 'OK', [['Content-Type', 'a/b']]]],
  ])('finds it in %s', (_what, head) => {
    expect(contentTypeOf(head)).toBe('a/b');
  });

  it.each<[what: string, head: readonly unknown[]]>([
    ['no headers', [200]],
    ['a reason only', [200, 'OK']],
    ['other headers', [200, { 'content-length': 3 }]],
    ['null', [200, null]],
  ])('finds none in %s', (_what, head) => {
    expect(contentTypeOf(head)).toBeUndefined();
  });
});
