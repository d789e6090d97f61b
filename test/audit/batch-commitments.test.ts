import { describe, expect, it } from 'vitest';
import { batchRoot, commitEvent, commitEvents, rootOfCommitments } from '../../src/audit/index.ts';
import { createUuidV7 } from '../../src/ids.ts';

function buildEvents(count: number) {
  return Array.from({ length: count }, (_, n) => ({
    rowId: createUuidV7(1_700_000_000_000 + n),
    json: Buffer.from(JSON.stringify({ n, text: 'é'.repeat(n) })),
  }));
}

describe('the commitments of a batch', () => {
  it('are those of its events, one behind the other', () => {
    const events = buildEvents(5);
    const single = events.map(({ rowId, json }) => commitEvent(rowId, json));
    expect(commitEvents(events)).toEqual(Buffer.concat(single));
  });

  it('refuse a row id that is no UUID', () => {
    const json = Buffer.from('{}');
    expect(() => commitEvents([{ rowId: 'other', json }])).toThrow('[AUDIT_INPUT_INVALID]');
  });

  it('have the root of the tree over each of them, whatever their number', () => {
    for (let count = 1; count <= 70; count++) {
      const events = buildEvents(count);
      const single = events.map(({ rowId, json }) => commitEvent(rowId, json));
      expect(rootOfCommitments(Buffer.concat(single)), `${count} events`).toEqual(batchRoot(single));
    }
  });
});
