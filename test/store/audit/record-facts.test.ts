import { describe, expect, test } from 'vitest';
import { type AuditFact, listActions, openStore, recordFacts } from '../../../src/store/index.ts';
import { requirePrograms } from '../../support/servers.ts';
import { useStore } from '../../support/store-suite.ts';

const programs = await requirePrograms('postgres', 'initdb');

const factsOf = (ids: readonly number[]): readonly AuditFact[] =>
  ids.map(id => ({
    fact: `token.issue:${id}`,
    action: { action: 'token.issue', actor: 'machine', details: { token: `${id}` } },
  }));

describe.skipIf(programs.skip)('what happened outside of the database', () => {
  const { get } = useStore(programs);
  const recorded = async (limit = 1000) => {
    const actions = await listActions(get().pool, { limit });
    return actions.map(({ details }) => Number(details?.['token'])).reverse();
  };

  test('comes into the trail once, in the order in which it is told', async () => {
    await recordFacts(get().pool, factsOf([3, 1, 2]));
    await recordFacts(get().pool, factsOf([2, 1, 4, 3]));
    expect(await recorded()).toEqual([3, 1, 2, 4]);
  });

  test('comes into it once, however many servers know of it at the same moment', async () => {
    const ids = Array.from({ length: 250 }, (_, id) => id);
    const { connectionString } = get().pool.options;
    const stores = Array.from({ length: 4 }, () => openStore({ connection: { connectionString } }));
    try {
      await Promise.all(
        stores.map(({ pool }, server) => recordFacts(pool, factsOf(server % 2 ? ids : ids.toReversed()))),
      );
    } finally {
      await Promise.all(stores.map(store => store.close()));
    }
    expect((await recorded()).sort((a, b) => a - b)).toEqual(ids);
  });

  test('is told again where the trail could not be written', async () => {
    const { pool } = get();
    await pool.query('ALTER TABLE audit_leaves RENAME TO away');
    await expect(recordFacts(pool, factsOf([1]))).rejects.toThrow('audit_leaves');
    await pool.query('ALTER TABLE away RENAME TO audit_leaves');
    await recordFacts(pool, factsOf([1]));
    expect(await recorded()).toEqual([1]);
  });
});
