import { appendFile, stat } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { hashLeaf, MerkleFrontier, signCheckpoint } from '../../../src/audit/index.ts';
import { openTestSigner, verifyStore } from '../../support/audited-store.ts';
import { sampleValue } from '../../support/parse-exposition.ts';
import { buildEvent, buildRecord } from '../../support/records.ts';
import { scrapeFamilies } from '../../support/scrape.ts';
import { requirePrograms } from '../../support/servers.ts';
import { useStore } from '../../support/store-suite.ts';
import { TEST_DATABASES } from '../../support/test-databases.ts';
import { useTestDisk } from '../../support/test-disk.ts';

const programs = await requirePrograms('postgres', 'initdb');

describe.skipIf(programs.skip).each(TEST_DATABASES)('the signed audit trail, on $name,', ({ start }) => {
  const { get, rows, count } = useStore(programs, start);
  const write = (...ids: string[]) => get().write(ids.map(id => buildRecord(buildEvent({ id }))));
  const metric = async ({ registry }: Awaited<ReturnType<typeof openTestSigner>>, name: string) =>
    sampleValue(await scrapeFamilies(registry), name);
  /** As somebody who owns the database may. */
  const tamper = (sql: string) =>
    rows(`ALTER TABLE audit_leaves DISABLE TRIGGER ALL; ${sql}; ALTER TABLE audit_leaves ENABLE TRIGGER ALL`);

  test('has a checkpoint in the database and in a file that only the server reads', async () => {
    const signer = await openTestSigner(get());
    await write('a');
    await signer.sign();
    expect(await signer.readLog()).toEqual(signer.notes);
    expect(await rows('SELECT size, note FROM audit_checkpoints')).toEqual([
      { size: 1, note: signer.notes[0] },
    ]);
    expect((await stat(signer.logFile)).mode & 0o777).toBe(0o600);
    expect((await stat(`${signer.folder}/keys/audit.key`)).mode & 0o777).toBe(0o600);
    await write('b');
    await write('c');
    expect(await metric(signer, 'aiwatch_audit_unsigned_leaves')).toBe(0);
  });

  test('is signed only where it has grown', async () => {
    const signer = await openTestSigner(get());
    await signer.sign();
    expect(signer.notes).toEqual([]);
    await write('a');
    await signer.sign();
    await signer.sign();
    const restarted = await openTestSigner(get(), { folder: signer.folder });
    await restarted.sign();
    expect(restarted.notes).toEqual([]);
    await write('b');
    await restarted.sign();
    expect(await restarted.readLog()).toHaveLength(2);
  });

  test('names the event that its owner changed', async () => {
    const signer = await openTestSigner(get());
    await write('a', 'b', 'c');
    await signer.sign();
    await rows(`UPDATE monitoring_events SET event_data = '{"text": "nothing"}' WHERE event_id = 'b'`);
    expect(await verifyStore(get(), signer)).toMatchObject({
      verdict: 'changed',
      problemCount: 1,
      problems: [{ leaf: 0, record: 1, eventId: 'b' }],
    });
  });

  test('shows what was deleted by hand', async () => {
    const signer = await openTestSigner(get());
    await write('a', 'b');
    await rows(`DELETE FROM monitoring_events WHERE event_id = 'a'`);
    expect(await verifyStore(get(), signer)).toMatchObject({
      verdict: 'changed',
      problems: [{ leaf: 0, record: 0, reason: 'missing' }],
    });
  });

  test('cannot be changed by mistake', async () => {
    await write('a');
    await expect(rows(`UPDATE audit_leaves SET body = ''`)).rejects.toThrow('only added to');
    await expect(rows('DELETE FROM audit_leaves')).rejects.toThrow('only added to');
    await expect(rows('TRUNCATE audit_leaves')).rejects.toThrow('only added to');
  });

  test('is not signed any more when somebody has changed what was signed', async () => {
    const signer = await openTestSigner(get());
    await write('a');
    await write('b');
    await signer.sign();
    await tamper("UPDATE audit_leaves SET body = replace(body, '2026', '2025') WHERE leaf_index = 0");
    const restarted = await openTestSigner(get(), { folder: signer.folder });
    await expect(restarted.sign()).rejects.toMatchObject({ code: 'AUDIT_INCONSISTENT' });
    expect(await metric(restarted, 'aiwatch_audit_consistent')).toBe(0);
    expect(await metric(restarted, 'aiwatch_audit_checkpoint_failures_total')).toBe(1);
    expect(restarted.notes).toEqual([]);
  });

  test('is not signed any more when it became shorter, and the running server notices', async () => {
    const signer = await openTestSigner(get());
    await write('a');
    await write('b');
    await signer.sign();
    await tamper(`DELETE FROM audit_leaves WHERE leaf_index = 1;
      UPDATE audit_tree SET state = '{"size": 0, "hashes": []}'`);
    await expect(signer.sign()).rejects.toMatchObject({ code: 'AUDIT_INCONSISTENT' });
  });

  test('written anew, with new checkpoints by the right key, does not agree with the file', async () => {
    const signer = await openTestSigner(get());
    await write('a');
    await signer.sign();
    const [leaf] = await rows('SELECT body FROM audit_leaves');
    const body = leaf.body.replace(/"at":"2/, '"at":"1');
    const tree = new MerkleFrontier();
    tree.append(hashLeaf(body));
    const note = signCheckpoint({ size: 1, root: tree.root() }, signer.key);
    await tamper('DELETE FROM audit_leaves');
    await rows('ALTER TABLE audit_checkpoints DISABLE TRIGGER ALL');
    await rows('DELETE FROM audit_checkpoints');
    await rows('INSERT INTO audit_leaves VALUES (0, $1, $2, $3, 1)', ['batch', body, hashLeaf(body)]);
    await rows('UPDATE audit_tree SET state = $1', [JSON.stringify(tree)]);
    await rows('INSERT INTO audit_checkpoints VALUES (1, $1, $2)', [signer.key.name, note]);
    const seen = { ...signer, readLog: async () => [] };
    expect(await verifyStore(get(), seen, 'unsigned')).toMatchObject({ verdict: 'valid' });
    expect(await verifyStore(get(), signer, 'unsigned')).toMatchObject({ verdict: 'changed' });
    const restarted = await openTestSigner(get(), { folder: signer.folder });
    await expect(restarted.sign()).rejects.toMatchObject({ code: 'AUDIT_INCONSISTENT' });
  });

  test('is signed by two servers, with one key or with two', async () => {
    const one = await openTestSigner(get());
    const sameKey = await openTestSigner(get(), { folder: one.folder });
    const ownKey = await openTestSigner(get());
    for (const id of ['a', 'b', 'c']) {
      await write(id);
      await Promise.all([one.sign(), sameKey.sign(), ownKey.sign()]);
    }
    expect(await count('audit_checkpoints')).toBe(3);
    for (const signer of [one, ownKey]) expect(await signer.readLog()).not.toEqual([]);
    await write('d');
    await one.sign();
    expect((await verifyStore(get(), one, 'unsigned')).leaves).toBe(4);
  });

  test('a checkpoint that a crash cut off is removed from the file', async () => {
    const signer = await openTestSigner(get());
    await write('a');
    await signer.sign();
    await appendFile(signer.logFile, 'test.example/audit\n2\nabc');
    const restarted = await openTestSigner(get(), { folder: signer.folder });
    await write('b');
    await restarted.sign();
    expect(await restarted.readLog()).toHaveLength(2);
    expect(await verifyStore(get(), restarted)).toMatchObject({ verdict: 'valid', checkpoints: 2 });
  });
  test('goes on with whole checkpoints after a disk was full', async () => {
    const disk = useTestDisk();
    const signer = await openTestSigner(get());
    await write('a');
    await expect(disk.whileFull(signer.sign)).rejects.toMatchObject({ code: 'DATA_FILE_UNWRITABLE' });
    await signer.sign();
    await write('b');
    await expect(disk.whileFull(signer.sign)).rejects.toMatchObject({ code: 'DATA_FILE_UNWRITABLE' });
    await signer.sign();
    expect(await signer.readLog()).toEqual(signer.notes);
    expect(await verifyStore(get(), signer)).toMatchObject({ verdict: 'valid', checkpoints: 2 });
  });
});
