import { describe, expect, it } from 'vitest';
import { type AuditLeaf, batchRoot, buildLeaf, hashLeaf, parseLeaf } from '../../src/audit/index.ts';

const HASH = hashLeaf('x').toString('base64');

const BATCH: AuditLeaf = {
  kind: 'batch',
  batchId: 7,
  day: '2026-01-31',
  count: 2,
  root: HASH,
  at: '2026-01-31T10:00:00.000Z',
};
const ACTION: AuditLeaf = {
  kind: 'action',
  at: '2026-01-31T10:00:00.000Z',
  action: 'privacy.erase',
  commitment: HASH,
  records: [[0, [1, 5]]],
  actions: [3],
};

describe('a leaf', () => {
  it.each([BATCH, ACTION])('is hashed by its canonical text, and read back: $kind', leaf => {
    const { body, hash } = buildLeaf(leaf);
    expect(body).toBe(body.trim());
    expect(hash).toEqual(hashLeaf(body));
    expect(parseLeaf(body)).toEqual(leaf);
  });

  it('of a batch has the root over the commitments of its records', () => {
    const commitments = [hashLeaf('a'), hashLeaf('b')];
    expect(batchRoot(commitments)).not.toEqual(batchRoot([...commitments].reverse()));
  });

  it.each([
    ['no JSON', '{'],
    ['no object', 'null'],
    ['of another kind', '{"kind":"other"}'],
    ['not canonical', ` ${buildLeaf(BATCH).body}`],
    ['a key twice', buildLeaf(BATCH).body.replace('{', '{"batchId":8,')],
    ['an empty batch', buildLeaf({ ...BATCH, count: 0 }).body],
    ['a batch beyond all bounds', buildLeaf({ ...BATCH, count: 1e9 }).body],
    ['a day that is none', buildLeaf({ ...BATCH, day: 'today' }).body],
    ['a root that is none', buildLeaf({ ...BATCH, root: 'AAAA' }).body],
    ['positions that are none', buildLeaf({ ...ACTION, records: [[0, [-1]]] }).body],
  ])('is not read from a text that is %s', (_what, body) => {
    expect(parseLeaf(body)).toBeUndefined();
  });
});
