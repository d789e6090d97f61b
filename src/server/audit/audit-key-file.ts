import { randomUUID } from 'node:crypto';
import { link, rm } from 'node:fs/promises';
import { type AuditKey, generateAuditKey, parseAuditKey } from '../../audit/index.ts';
import { AiwatchError, reasonOf } from '../../errors.ts';
import { readPrivateFile, replacePrivateFile } from '../private-file.ts';

/**
 * The key that signs checkpoints; made where the file is not there. Of two servers that make one at once, both get the
 * same. Throws AUDIT_KEY_INVALID for a file that holds no key, DATA_FILE_… where it cannot be read or written.
 * @param origin name of a new key; one that is there keeps its own
 */
export async function openAuditKey(file: string, origin: string): Promise<AuditKey> {
  const kept = await readPrivateFile(file);
  if (kept !== undefined) return parseAuditKey(kept);
  const made = `${file}.${randomUUID()}.made`;
  await replacePrivateFile(made, `${generateAuditKey(origin).skey}\n`);
  try {
    await link(made, file);
  } catch (cause) {
    if (reasonOf(cause) !== 'EEXIST') {
      throw new AiwatchError('DATA_FILE_UNWRITABLE', { where: file, found: reasonOf(cause), cause });
    }
  } finally {
    await rm(made, { force: true });
  }
  return parseAuditKey((await readPrivateFile(file)) ?? '');
}
