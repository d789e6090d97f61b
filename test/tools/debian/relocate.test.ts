import { mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { binaryOf, relocateProgram } from '../../../tools/debian/relocate.ts';
import { runCommand } from '../../../tools/debian/run-command.ts';
import { writeScript } from '../../support/fake-program.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const FILES = 'usr/share/aiwatch-relocated';

describe.skipIf(process.platform !== 'linux')('relocateProgram', () => {
  test('lets a program read its files from wherever its tree is', async () => {
    const folder = await createTemporaryFolder();
    const [root, moved] = [join(folder, 'tree'), join(folder, 'moved')];
    await writeScript(join(root, 'usr/bin/program'), `cat /${FILES}/greeting; echo "$1" in "$PWD"`);
    await mkdir(join(root, FILES), { recursive: true });
    await writeFile(join(root, FILES, 'greeting'), 'hello\n');
    await relocateProgram(root, 'usr/bin/program', FILES);
    await rename(root, moved);
    const path = join(moved, 'usr/bin/program');
    expect(await runCommand(path, ['two words'], { cwd: folder })).toEqual({
      exitCode: 0,
      stdout: `hello\ntwo words in ${folder}\n`,
      stderr: '',
    });
    expect(binaryOf(path)).toBe(`${path}.bin`);
  });

  test('points links into another package to the machine when they lead nowhere in the tree', async () => {
    const folder = await createTemporaryFolder();
    await writeScript(join(folder, 'usr/bin/program'), `ls /${FILES}`);
    await mkdir(join(folder, FILES), { recursive: true });
    await symlink('../../../etc/hostname', join(folder, FILES, 'other'));
    await relocateProgram(folder, 'usr/bin/program', FILES);
    expect(await readFile(join(folder, FILES, 'other'), 'utf8')).toBe(
      await readFile('/etc/hostname', 'utf8'),
    );
  });

  test('leaves a program alone that does not have the path in it', async () => {
    const folder = await createTemporaryFolder();
    const path = join(folder, 'usr/bin/program');
    await writeScript(path, 'echo plain');
    await relocateProgram(folder, 'usr/bin/program', FILES);
    expect(await readFile(path, 'utf8')).toBe('#!/bin/sh\necho plain\n');
    expect(binaryOf(path)).toBe(path);
  });
});
