import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AuditSummary, splitNotes, verifyExport } from '../../src/audit/index.ts';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createStoreUpkeepRecorder } from '../../src/recorders/index.ts';
import { openAuditKey } from '../../src/server/audit/audit-key-file.ts';
import { openCheckpointSigner } from '../../src/server/audit/checkpoint-signer.ts';
import { exportAudit, type Store } from '../../src/store/index.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** A signer of the audit trail in a store, with its key and file; given the same folder again, the one after a restart. */
export async function openTestSigner(store: Store, options: { folder?: string; url?: string } = {}) {
  const folder = options.folder ?? (await createTemporaryFolder());
  const registry = createRegistry();
  const key = await openAuditKey(join(folder, 'keys', 'audit.key'), 'test.example/audit');
  const logFile = join(folder, 'audit', 'checkpoints.log');
  const notes: string[] = [];
  const problems: unknown[] = [];
  const { sign } = await openCheckpointSigner({
    // Of its own, as in the server: an export that waits for it has a connection of the other pool.
    pool: store.upkeepPool,
    key,
    logFile,
    url: options.url,
    recorder: createStoreUpkeepRecorder(registry, buildCatalogue()),
    onSigned: (_head, note) => notes.push(note),
    onProblem: (_where, error) => problems.push(error),
  });
  const readLog = async () => splitNotes(await readFile(logFile, 'utf8'));
  return { folder, key, logFile, registry, sign, notes, problems, readLog };
}

export type TestSigner = Awaited<ReturnType<typeof openTestSigner>>;

/** What the verifier says of the trail as it is now, with the checkpoints of the signer's file. */
export async function verifyStore(
  store: Store,
  { key, readLog, sign }: TestSigner,
  signing: 'signed' | 'unsigned' = 'signed',
): Promise<AuditSummary> {
  const lines: string[] = [];
  for await (const line of exportAudit(store.pool, signing === 'signed' ? { sign } : {})) {
    lines.push(line.trimEnd());
  }
  return verifyExport(lines, { keys: [key], checkpoints: await readLog() });
}
