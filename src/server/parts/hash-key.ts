import { randomBytes } from 'node:crypto';
import type { Config } from '../../config/index.ts';
import { dataFolder } from '../data-folder.ts';
import { createPrivateFileOnce, readPrivateFile } from '../private-file.ts';

const KEY_BYTES = 32;

/**
 * The key of the hashes that stand for personal data: the configured one, or that of this installation, which servers
 * that start at once share. Throws DATA_FILE_….
 */
export async function loadHashKey(config: Config): Promise<string> {
  const configured = config.privacy.hashKey?.reveal();
  if (configured !== undefined) return configured;
  const file = dataFolder(config).hashKey;
  const kept = await readPrivateFile(file);
  if (kept !== undefined) return kept.trim();
  await createPrivateFileOnce(file, `${randomBytes(KEY_BYTES).toString('base64')}\n`);
  return ((await readPrivateFile(file)) ?? '').trim();
}
