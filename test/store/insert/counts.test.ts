import { describe, expect, test } from 'vitest';
import { countRollups } from '../../../src/store/insert/rollup-counts.ts';
import type { StoredEvent } from '../../../src/store/insert/stored-event.ts';
import { countUsers } from '../../../src/store/insert/user-counts.ts';
import { buildEvent, buildRecord } from '../../support/records.ts';

type Parts = { application: string } & Parameters<typeof buildEvent>[0];

const stored = ({ application, ...parts }: Parts): StoredEvent => {
  const source = { application, environment: 'test', instance: 'one' };
  const event = buildEvent({ ...parts, source });
  return { rowId: '', event, json: Buffer.alloc(0), record: buildRecord(event) };
};

describe('what a batch adds to the counts', () => {
  test('is kept apart by user and application, though names have line breaks', () => {
    const events = [
      { userId: 'ada\nshop', application: 'bot' },
      { userId: 'ada', application: 'shop\nbot' },
      { userId: 'ada', application: 'shop\nbot' },
    ].map(stored);
    expect(countUsers(events)).toMatchObject([
      { userId: 'ada\nshop', application: 'bot', events: 1 },
      { userId: 'ada', application: 'shop\nbot', events: 2 },
    ]);
  });

  test('is kept apart by every key, though names have line breaks and commas', () => {
    const tool = (application: string, event: string, toolName?: string) =>
      stored({ type: 'tool', event, application, data: toolName === undefined ? {} : { toolName } });
    const counts = countRollups([
      tool('bot', 'run\ntool,search'),
      tool('bot', 'run', 'search'),
      tool('bot\nx', 'run', 'search'),
      tool('bot', 'run', 'search\nx'),
    ]);
    const listed = counts.map(({ dimension, key, application, events }) => [
      dimension,
      key,
      application,
      events,
    ]);
    expect(listed).toEqual([
      ['type', 'tool', 'bot', 3],
      ['event', 'tool:run\ntool,search', 'bot', 1],
      ['event', 'tool:run', 'bot', 2],
      ['tool', 'search', 'bot', 1],
      ['type', 'tool', 'bot\nx', 1],
      ['event', 'tool:run', 'bot\nx', 1],
      ['tool', 'search', 'bot\nx', 1],
      ['tool', 'search\nx', 'bot', 1],
    ]);
  });
});
