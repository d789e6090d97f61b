import { chmod, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findDataDir } from '../../../tools/demo/data-dir.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const isRoot = process.getuid?.() === 0;

describe('the data folder of a demo', () => {
  it('is the wanted one where everybody may go through the folders above', async () => {
    const folder = await createTemporaryFolder();
    await chmod(folder, 0o711);
    expect(await findDataDir(join(folder, 'aiwatch'))).toBe(join(folder, 'aiwatch'));
  });

  it.runIf(isRoot)(
    'is one for temporary files, always the same, where root has closed a folder above',
    async () => {
      const folder = await createTemporaryFolder();
      const found = await findDataDir(join(folder, 'aiwatch'));
      onTestFinished(() => rm(found, { recursive: true }));
      expect(dirname(found)).toBe(tmpdir());
      expect((await stat(found)).mode & 0o777).toBe(0o700);
      expect(await findDataDir(join(folder, 'aiwatch'))).toBe(found);
      expect(await findDataDir(join(folder, 'other'))).not.toBe(found);
      await rm(await findDataDir(join(folder, 'other')), { recursive: true });
    },
  );
});
