import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/index.ts';
import { loadHashKey } from '../../src/runtime/hash-key.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

test('processes that start at once on one folder get one key for hashes, and keep it', async () => {
  const folder = await createTemporaryFolder();
  const config = loadConfig({ env: { AIWATCH_DATA_DIR: folder } });
  const keys = await Promise.all(Array.from({ length: 20 }, () => loadHashKey(config)));
  expect(new Set(keys).size).toBe(1);
  expect(Buffer.from(keys[0]!, 'base64').length).toBe(32);
  expect(await loadHashKey(config)).toBe(keys[0]);
  expect(await readdir(join(folder, 'keys'))).toEqual(['hash.key']);
});
