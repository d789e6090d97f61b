import { type AuditKey, generateAuditKey, parseAuditKey } from '../../audit/index.ts';
import { createPrivateFileOnce, readPrivateFile } from '../../private-file.ts';

/**
 * The key that signs checkpoints; made where the file is not there. Of two servers that make one at once, both get the
 * same. Throws AUDIT_KEY_INVALID for a file that holds no key, DATA_FILE_… where it cannot be read or written.
 * @param origin name of a new key; one that is there keeps its own
 */
export async function openAuditKey(file: string, origin: string): Promise<AuditKey> {
  const kept = await readPrivateFile(file);
  if (kept !== undefined) return parseAuditKey(kept);
  await createPrivateFileOnce(file, `${generateAuditKey(origin).skey}\n`);
  return parseAuditKey((await readPrivateFile(file)) ?? '');
}
