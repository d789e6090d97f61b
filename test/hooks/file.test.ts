import { constants } from 'node:fs';
import * as nodeFs from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { type FsPromises, instrumentFs } from '../../src/hooks/file.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createFileOperationRecorder, createProblemRecorder } from '../../src/recorders/index.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

async function setUp(original: FsPromises = nodeFs) {
  const registry = createRegistry();
  const catalogue = buildCatalogue();
  const recorder = createFileOperationRecorder(registry, catalogue);
  const problem = createProblemRecorder(registry, () => {});
  const operations = registry.counter(catalogue.file.operations);
  const sizes = registry.histogram(catalogue.file.size);
  const durations = registry.histogram(catalogue.file.duration);
  const folder = await createTemporaryFolder();

  /** What was recorded, without what is 0: `create 1, 5 B`. */
  const recorded = () =>
    (['create', 'read', 'update', 'delete'] as const).flatMap(operation => {
      const successes = operations.with({ operation, status: 'success' }).value;
      const errors = operations.with({ operation, status: 'error' }).value;
      const { count, sum } = sizes.with({ operation });
      expect(durations.with({ operation }).count).toBe(successes + errors);
      return successes + errors === 0
        ? []
        : [`${operation} ${successes}${errors > 0 ? ` (${errors} failed)` : ''}, ${count} sized ${sum} B`];
    });
  const at = (name: string) => join(folder, name);
  return { fs: instrumentFs(original, { recorder, problem }), at, recorded };
}

describe('instrumentFs: reading and writing', () => {
  it('tells the first write of a file from later ones, and knows their sizes', async () => {
    const { fs, at, recorded } = await setUp();
    await fs.writeFile(at('a'), 'twelve bytes');
    await fs.writeFile(at('a'), 'ä');
    await fs.appendFile(at('a'), Buffer.alloc(3));
    await fs.appendFile(at('b'), new Uint8Array(8));
    expect(recorded()).toEqual(['create 2, 2 sized 20 B', 'update 2, 2 sized 5 B']);
    expect(await nodeFs.readFile(at('a'))).toEqual(Buffer.concat([Buffer.from('ä'), Buffer.alloc(3)]));
  });

  it('counts the bytes of a text in its encoding', async () => {
    const { fs, at, recorded } = await setUp();
    await fs.writeFile(at('a'), 'ff00ff', 'hex');
    await fs.writeFile(at('b'), 'ä', { encoding: 'latin1' });
    expect(await fs.readFile(at('a'), 'hex')).toBe('ff00ff');
    expect(await fs.readFile(at('b'))).toEqual(Buffer.from([0xe4]));
    expect(recorded()).toEqual(['create 2, 2 sized 4 B', 'read 2, 2 sized 4 B']);
  });

  it('counts what passes when a stream or an iterable is written', async () => {
    const { fs, at, recorded } = await setUp();
    await fs.writeFile(at('a'), Readable.from([Buffer.from('one '), Buffer.from('two')]));
    await fs.writeFile(at('b'), ['ä', 'b']);
    expect(await nodeFs.readFile(at('a'), 'utf8')).toBe('one two');
    expect(await nodeFs.readFile(at('b'), 'utf8')).toBe('äb');
    expect(recorded()).toEqual(['create 2, 2 sized 10 B']);
  });

  it('goes by the flags where they allow only one of create and update', async () => {
    const { fs, at, recorded } = await setUp();
    await fs.writeFile(at('a'), 'new', { flag: 'wx' });
    await expect(fs.writeFile(at('a'), 'again', { flag: 'wx' })).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(fs.writeFile(at('b'), 'text', { flag: 'r+' })).rejects.toMatchObject({ code: 'ENOENT' });
    expect(recorded()).toEqual(['create 1 (1 failed), 1 sized 3 B', 'update 0 (1 failed), 0 sized 0 B']);
  });

  it('takes paths as buffers and as URLs', async () => {
    const { fs, at, recorded } = await setUp();
    await fs.writeFile(Buffer.from(at('a')), 'text');
    await fs.writeFile(pathToFileURL(at('a')), 'text');
    expect(await fs.readFile(pathToFileURL(at('a')), 'utf8')).toBe('text');
    expect(recorded()).toEqual(['create 1, 1 sized 4 B', 'read 1, 1 sized 4 B', 'update 1, 1 sized 4 B']);
  });

  it('rejects with the error of the file system, counted and without a size', async () => {
    const { fs, at, recorded } = await setUp();
    await expect(fs.readFile(at('missing'))).rejects.toMatchObject({ code: 'ENOENT', syscall: 'open' });
    await expect(fs.writeFile(at('no/folder'), 'x')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(fs.unlink(at('missing'))).rejects.toMatchObject({ code: 'ENOENT', syscall: 'unlink' });
    await expect(fs.writeFile(undefined as never, 'x')).rejects.toMatchObject({
      code: 'ERR_INVALID_ARG_TYPE',
    });
    await expect(fs.writeFile(at('a'), 5 as never)).rejects.toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
    expect(recorded()).toEqual([
      'create 0 (3 failed), 0 sized 0 B',
      'read 0 (1 failed), 0 sized 0 B',
      'delete 0 (1 failed), 0 sized 0 B',
    ]);
  });

  it('counts a stream that breaks off as an error', async () => {
    const { fs, at, recorded } = await setUp();
    const error = new Error('connection lost');
    async function* broken() {
      yield 'some';
      throw error;
    }
    await expect(fs.writeFile(at('a'), broken())).rejects.toBe(error);
    expect(recorded()).toEqual(['create 0 (1 failed), 0 sized 0 B']);
  });
});

describe('instrumentFs: copying, moving, deleting', () => {
  it('records a copy as what it does to its target', async () => {
    const { fs, at, recorded } = await setUp();
    await nodeFs.writeFile(at('a'), 'four');
    await fs.copyFile(at('a'), at('b'));
    await fs.copyFile(at('a'), at('b'));
    await nodeFs.mkdir(at('folder'));
    await fs.cp(at('folder'), at('folder 2'), { recursive: true });
    expect(recorded()).toEqual(['create 2, 1 sized 4 B', 'update 1, 1 sized 4 B']);
  });

  it('records rename and truncate as updates', async () => {
    const { fs, at, recorded } = await setUp();
    await nodeFs.writeFile(at('a'), 'four');
    await fs.rename(at('a'), at('b'));
    await fs.truncate(at('b'), 1);
    expect(await nodeFs.readFile(at('b'), 'utf8')).toBe('f');
    expect(recorded()).toEqual(['update 2, 0 sized 0 B']);
  });

  it('knows the size of deleted files, counts a folder once, and what was not there not at all', async () => {
    const { fs, at, recorded } = await setUp();
    await nodeFs.writeFile(at('a'), 'four');
    await nodeFs.writeFile(at('b'), 'fives');
    await nodeFs.mkdir(at('folder/inside'), { recursive: true });
    await fs.unlink(at('a'));
    await fs.rm(at('b'));
    await fs.rm(at('folder'), { recursive: true });
    await fs.rm(at('missing'), { force: true });
    expect(await nodeFs.readdir(at('.'))).toEqual([]);
    expect(recorded()).toEqual(['delete 3, 2 sized 9 B']);
  });
});

describe('instrumentFs: open files', () => {
  it('measures what is read and written through a handle; the first write of a new file makes it', async () => {
    const { fs, at, recorded } = await setUp();
    const handle = await fs.open(at('a'), 'w+');
    await handle.writeFile('one');
    await handle.appendFile('two');
    await handle.truncate(4);
    await handle.close();
    const again = await fs.open(at('a'));
    expect(await again.readFile('utf8')).toBe('onet');
    await again.close();
    expect(recorded()).toEqual(['create 1, 1 sized 3 B', 'read 1, 1 sized 4 B', 'update 2, 1 sized 3 B']);
  });

  it('takes handles in place of paths, also those that were opened elsewhere', async () => {
    const { fs, at, recorded } = await setUp();
    const own = await fs.open(at('a'), constants.O_CREAT | constants.O_RDWR);
    await fs.writeFile(own, 'text');
    await own.close();
    const foreign = await nodeFs.open(at('a'), 'r+');
    expect(await fs.readFile(foreign, 'utf8')).toBe('text');
    await fs.appendFile(foreign, 'more');
    await foreign.close();
    expect(recorded()).toEqual(['create 1, 1 sized 4 B', 'read 1, 1 sized 4 B', 'update 1, 1 sized 4 B']);
  });

  it('leaves single reads, writes and streams of a handle as they are', async () => {
    const { fs, at, recorded } = await setUp();
    const handle = await fs.open(at('a'), 'w+');
    await handle.write('text');
    const { bytesRead } = await handle.read(Buffer.alloc(10), 0, 10, 0);
    expect(bytesRead).toBe(4);
    expect((await handle.stat()).size).toBe(4);
    await handle.close();
    expect(recorded()).toEqual([]);
  });

  it('does not count an open that fails', async () => {
    const { fs, at, recorded } = await setUp();
    await expect(fs.open(at('missing'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(recorded()).toEqual([]);
  });
});

describe('instrumentFs: everything else', () => {
  it('has everything that node:fs/promises has', async () => {
    const { fs } = await setUp();
    const kinds = (object: object) =>
      Object.fromEntries(Object.entries(object).map(([key, value]) => [key, typeof value]));
    expect(kinds(fs)).toMatchObject(kinds(nodeFs));
    expect(fs.constants).toBe(nodeFs.constants);
  });

  it('works with folders, facts and rights without counting them', async () => {
    const { fs, at, recorded } = await setUp();
    await fs.mkdir(at('folder/inside'), { recursive: true });
    await fs.access(at('folder'));
    expect((await fs.stat(at('folder'))).isDirectory()).toBe(true);
    expect(await fs.readdir(at('folder'))).toEqual(['inside']);
    await fs.rmdir(at('folder/inside'));
    expect(await fs.readdir(at('folder'))).toEqual([]);
    expect(recorded()).toEqual([]);
  });

  it('keeps the functions of another file system bound to it', async () => {
    class Memory {
      readonly #files = new Map<string, string>();
      async stat(path: string) {
        if (!this.#files.has(path)) throw new Error('not there');
        return { size: 0, isFile: () => true };
      }
      async writeFile(path: string, text: string) {
        this.#files.set(path, text);
      }
      async readFile(path: string) {
        return this.#files.get(path);
      }
      async readdir() {
        return [...this.#files.keys()];
      }
    }
    const { fs, recorded } = await setUp(new Memory() as unknown as FsPromises);
    await fs.writeFile('a', 'text');
    expect(await fs.readFile('a')).toBe('text');
    expect(await fs.readdir('.')).toEqual(['a']);
    expect(recorded()).toEqual(['create 1, 1 sized 4 B', 'read 1, 1 sized 4 B']);
  });
});
