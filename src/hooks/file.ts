import type { FileHandle } from 'node:fs/promises';
import { measureContent, propertyOf, sizeOfChunk } from './file/content.ts';
import { instrumentHandle, NewFiles } from './file/handle.ts';
import { createFileMeter, type FileHookOptions, type FileOperation, type MeasureFile } from './file/meter.ts';
import { factsOf, fileSize, type Stat, writeOperationOf } from './file/presence.ts';

export type { FileHookOptions } from './file/meter.ts';

/** The interface of `node:fs/promises`. */
export type FsPromises = typeof import('node:fs/promises');

/**
 * Makes a measured `node:fs/promises` out of any: the same functions, the same results and errors.
 *
 * Measured are `readFile` (read); `writeFile`, `appendFile`, `copyFile` and `cp` (create, or update where the target
 * was there); `truncate` and `rename` (update); `unlink` and `rm` (delete; a folder counts once, and `rm` with `force`
 * of what is not there not at all); and on what `open` returns `readFile`, `writeFile`, `appendFile`, `truncate`.
 * Everything else passes through unmeasured: folders (`mkdir`, `readdir`, `rmdir` …), facts and rights (`stat`,
 * `access`, `chmod` …), links, `watch`, and the single reads, writes and streams of an open file.
 *
 * To tell create from update, and to know the size of what is deleted, a `stat` goes before each of these operations
 * (one after a copy): some 20 to 100 µs on a local disk, outside of the measured time. Reading costs nothing more.
 */
export function instrumentFs(fs: FsPromises, options: FileHookOptions): FsPromises {
  const measure = createFileMeter(options);
  const newFiles = new NewFiles();
  const raw = fs as unknown as RawFs;
  return {
    ...boundFunctions(fs),
    ...measuredReads(raw, measure),
    ...measuredWrites(raw, measure, newFiles),
    ...measuredCopies(raw, measure),
    ...measuredDeletes(raw, measure),
    ...measuredOpen(raw, measure, newFiles),
  } as unknown as FsPromises;
}

type Rest = readonly unknown[];

/** The measured functions by the arguments that matter, without the overloads. */
interface RawFs {
  stat: Stat;
  lstat: Stat;
  open(path: unknown, flags?: unknown, ...rest: Rest): Promise<FileHandle>;
  readFile(path: unknown, options?: unknown): Promise<unknown>;
  writeFile(file: unknown, data: unknown, options?: unknown): Promise<unknown>;
  appendFile(file: unknown, data: unknown, options?: unknown): Promise<unknown>;
  copyFile(source: unknown, target: unknown, ...rest: Rest): Promise<unknown>;
  cp(source: unknown, target: unknown, ...rest: Rest): Promise<unknown>;
  rename(source: unknown, target: unknown): Promise<unknown>;
  truncate(path: unknown, ...rest: Rest): Promise<unknown>;
  unlink(path: unknown): Promise<unknown>;
  rm(path: unknown, options?: unknown): Promise<unknown>;
}

/** All properties, those of its class included; functions stay bound to the object that they came from. */
function boundFunctions(fs: object): Record<string, unknown> {
  const bound: Record<string, unknown> = {};
  for (let owner: object | null = fs; owner !== null && owner !== Object.prototype; ) {
    for (const key of Object.getOwnPropertyNames(owner)) {
      if (Object.hasOwn(bound, key) || key === 'constructor') continue;
      const value: unknown = Reflect.get(owner, key, fs);
      bound[key] = typeof value === 'function' ? value.bind(fs) : value;
    }
    owner = Object.getPrototypeOf(owner) as object | null;
  }
  return bound;
}

function measuredReads(raw: RawFs, measure: MeasureFile): Partial<RawFs> {
  return {
    readFile: (path, options) =>
      measure(
        'read',
        () => raw.readFile(path, options),
        content => sizeOfChunk(content, options),
      ),
  };
}

function measuredWrites(raw: RawFs, measure: MeasureFile, newFiles: NewFiles): Partial<RawFs> {
  const stat: Stat = path => raw.stat(path);
  const operationOf = async (file: unknown, flags: unknown): Promise<FileOperation> =>
    isHandle(file) ? newFiles.nextWrite(file) : writeOperationOf(stat, file, flags);
  return {
    writeFile: async (file, data, options) => {
      const content = measureContent(data, options);
      const operation = await operationOf(file, propertyOf(options, 'flag') ?? 'w');
      return measure(operation, () => raw.writeFile(file, content.data, options), content.sizeBytes);
    },
    appendFile: async (file, data, options) => {
      const content = measureContent(data, options);
      const operation = await operationOf(file, propertyOf(options, 'flag') ?? 'a');
      return measure(operation, () => raw.appendFile(file, content.data, options), content.sizeBytes);
    },
    truncate: (path, ...rest) => measure('update', () => raw.truncate(path, ...rest)),
    rename: (source, target) => measure('update', () => raw.rename(source, target)),
  };
}

function measuredCopies(raw: RawFs, measure: MeasureFile): Partial<RawFs> {
  const stat: Stat = path => raw.stat(path);
  const copy = async (target: unknown, run: () => Promise<unknown>): Promise<unknown> => {
    const operation = await writeOperationOf(stat, target, 'w');
    return measure(operation, run, async () => fileSize(await factsOf(stat, target)));
  };
  return {
    copyFile: (source, target, ...rest) => copy(target, () => raw.copyFile(source, target, ...rest)),
    cp: (source, target, ...rest) => copy(target, () => raw.cp(source, target, ...rest)),
  };
}

function measuredDeletes(raw: RawFs, measure: MeasureFile): Partial<RawFs> {
  const lstat: Stat = path => raw.lstat(path);
  return {
    unlink: async path => {
      const facts = await factsOf(lstat, path);
      return measure(
        'delete',
        () => raw.unlink(path),
        () => fileSize(facts),
      );
    },
    rm: async (path, options) => {
      const facts = await factsOf(lstat, path);
      if (facts === undefined && propertyOf(options, 'force') === true) return raw.rm(path, options);
      return measure(
        'delete',
        () => raw.rm(path, options),
        () => fileSize(facts),
      );
    },
  };
}

function measuredOpen(raw: RawFs, measure: MeasureFile, newFiles: NewFiles): Partial<RawFs> {
  const stat: Stat = path => raw.stat(path);
  return {
    open: async (path, flags, ...rest) => {
      const operation = await writeOperationOf(stat, path, flags ?? 'r');
      const handle = await raw.open(path, flags, ...rest);
      if (operation === 'create') newFiles.add(handle);
      return instrumentHandle(handle, measure, newFiles);
    },
  };
}

function isHandle(file: unknown): file is object {
  return propertyOf(file, 'fd') !== undefined;
}
