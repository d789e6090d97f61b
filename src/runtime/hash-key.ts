import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '../config/index.ts';
import { createPrivateFileOnce, readPrivateFile } from '../private-file.ts';

const KEY_BYTES = 32;

/**
 * The key of the hashes that stand for personal data: the configured one, or that of the data folder, which processes
 * that start at once share. Throws DATA_FILE_….
 */
export async function loadHashKey({ privacy, server }: Config): Promise<string> {
  const configured = privacy.hashKey?.reveal();
  if (configured !== undefined) return configured;
  const file = join(server.dataDir, 'keys', 'hash.key');
  const kept = await readPrivateFile(file);
  if (kept !== undefined) return kept.trim();
  await createPrivateFileOnce(file, `${randomBytes(KEY_BYTES).toString('base64')}\n`);
  return ((await readPrivateFile(file)) ?? '').trim();
}
