import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replaceFiles } from '../../src/bundle/writing/replace-files.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

describe('replaceFiles', () => {
  it('writes new files, replaces others, and removes those without content', async () => {
    const folder = await createTemporaryFolder();
    await writeFile(join(folder, 'old'), 'old');
    await writeFile(join(folder, 'gone'), 'gone');
    const result = await replaceFiles(folder, [
      { path: 'old', content: 'new' },
      { path: 'deep/er', content: 'new' },
      { path: 'gone', content: undefined },
    ]);
    expect(result).toEqual({ left: [], failure: undefined });
    expect((await readdir(folder, { recursive: true })).sort()).toEqual(['deep', 'deep/er', 'old']);
    expect(await readFile(join(folder, 'old'), 'utf8')).toBe('new');
  });

  it('keeps the rights of a file, and the link that leads to it', async () => {
    const folder = await createTemporaryFolder();
    const file = join(folder, 'file');
    await writeFile(file, 'old');
    await chmod(file, 0o600);
    await symlink(file, join(folder, 'link'));
    await replaceFiles(folder, [{ path: 'link', content: 'new' }]);
    expect(await readFile(file, 'utf8')).toBe('new');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('changes nothing, and leaves nothing behind, when a new content cannot be written', async () => {
    const folder = await createTemporaryFolder();
    await writeFile(join(folder, 'a'), 'old');
    await writeFile(join(folder, 'b'), 'old');
    const replacements = [
      { path: 'a', content: 'new' },
      { path: 'b/below-a-file', content: 'new' },
    ];
    await expect(replaceFiles(folder, replacements)).rejects.toThrow(
      /b\/below-a-file: expected a folder that files can be written to, found \w+; nothing was changed\./,
    );
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('old');
    expect((await readdir(folder)).sort()).toEqual(['a', 'b']);
  });

  it('says which files it replaced before one could not be', async () => {
    const folder = await createTemporaryFolder();
    await mkdir(join(folder, 'b'));
    const { left, failure } = await replaceFiles(folder, [
      { path: 'a', content: 'new' },
      { path: 'b', content: 'new' },
      { path: 'c', content: 'new' },
    ]);
    expect(left).toEqual(['b', 'c']);
    expect(failure?.message).toContain('found EISDIR; only these were written: a.');
    expect((await readdir(folder)).sort()).toEqual(['a', 'b']);
  });
});
