import { appendFile, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  appendPrivateFile,
  appendReplaceableFile,
  createPrivateFileOnce,
  readPrivateFile,
  replacePrivateFile,
} from '../src/private-file.ts';
import { createTemporaryFolder } from './support/temporary-folder.ts';
import { type TestDisk, useTestDisk } from './support/test-disk.ts';

let disk: TestDisk;

beforeEach(() => {
  disk = useTestDisk();
});

const fileIn = async () => join(await createTemporaryFolder(), 'new', 'keys', 'file');

const WRITERS = [
  ['replaced', replacePrivateFile],
  ['made once', createPrivateFileOnce],
  ['added to', appendPrivateFile],
  ['added to while it may be replaced', appendReplaceableFile],
] as const;

describe.each(WRITERS)('a private file that is %s', (_how, write) => {
  it('is there after a power loss, with its folders, and for its owner only', async () => {
    const file = await fileIn();
    await write(file, 'text\n');
    expect(await readFile(file, 'utf8')).toBe('text\n');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(file))).mode & 0o777).toBe(0o700);
    const [keys, made, home] = [dirname(file), dirname(dirname(file)), dirname(dirname(dirname(file)))];
    expect(disk.namesAfterPowerLoss(home)).toEqual(['new']);
    expect(disk.namesAfterPowerLoss(made)).toEqual(['keys']);
    expect(disk.namesAfterPowerLoss(keys)).toEqual(['file']);
  });

  it('says that a disk is full', async () => {
    const file = await fileIn();
    await expect(disk.whileFull(() => write(file, 'text\n'))).rejects.toMatchObject({
      code: 'DATA_FILE_UNWRITABLE',
      found: 'ENOSPC',
    });
  });
});

describe('a private file', () => {
  it.each([replacePrivateFile, createPrivateFileOnce])('leaves no rest on a full disk: %o', async write => {
    const file = await fileIn();
    for (let i = 0; i < 3; i++) await disk.whileFull(() => write(file, 'a secret')).catch(() => {});
    expect(await readdir(dirname(file))).toEqual([]);
    await write(file, 'a secret');
    expect(await readdir(dirname(file))).toEqual(['file']);
  });

  it('is the old one where it could not be replaced', async () => {
    const file = await fileIn();
    await replacePrivateFile(file, 'old');
    await disk.whileFull(() => replacePrivateFile(file, 'new')).catch(() => {});
    expect(await readPrivateFile(file)).toBe('old');
  });

  it('has what was added to it whole, or not at all', async () => {
    const file = await fileIn();
    await appendPrivateFile(file, 'first\n');
    for (let i = 0; i < 2; i++) await disk.whileFull(() => appendPrivateFile(file, 'torn\n')).catch(() => {});
    await appendPrivateFile(file, 'second\n');
    expect(await readFile(file, 'utf8')).toBe('first\nsecond\n');
  });

  it('keeps what another process has added to it behind a text that did not fit', async () => {
    const file = await fileIn();
    const addMore = () => appendFile(file, 'of another\n');
    await disk.whileFull(() => appendPrivateFile(file, 'text'), addMore).catch(() => {});
    expect(await readFile(file, 'utf8')).toBe('teof another\n');
  });
});
