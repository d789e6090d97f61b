import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNewFile } from '../../src/cli/write-new-file.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

describe('a new file', () => {
  it.each([
    // As a disk says it of a file that is open.
    [
      { code: 'ENOSPC', syscall: 'write' },
      { code: 'OUTPUT_NOT_WRITTEN', found: 'ENOSPC' },
    ],
    // As a socket of the database says it.
    [{ code: 'EPIPE', syscall: 'write' }, { code: 'EPIPE' }],
  ])('is not there where it could not be written: %j', async (fields, expected) => {
    const folder = await createTemporaryFolder();
    const written = writeNewFile(join(folder, 'file'), async target => {
      await new Promise(resolve => target.write('half', resolve));
      target.destroy();
      throw Object.assign(new Error('no'), fields);
    });
    await expect(written).rejects.toMatchObject(expected);
    expect(await readdir(folder)).toEqual([]);
  });
});
