import { basename, dirname } from 'node:path';
import type { FileMode, SpoolFile, SpoolFs } from '../../src/spool/index.ts';

/** Disks lose by the sector. */
const SECTOR_BYTES = 512;

type Change =
  | { readonly kind: 'write'; readonly data: Buffer; readonly position: number }
  | { readonly kind: 'truncate'; readonly sizeBytes: number };

/** A file: what programs see, what the disk has, and what is on the way to it. */
interface Inode {
  seen: Buffer;
  onDisk: Buffer;
  changes: Change[];
}

type Entries = Map<string, Inode>;
type EntryChange = { readonly name: string; readonly inode: Inode | undefined };

interface Folder {
  readonly seen: Entries;
  onDisk: Entries;
  changes: EntryChange[];
}

/** What a test makes fail. */
export type Operation =
  | 'open'
  | 'write'
  | 'read'
  | 'datasync'
  | 'truncate'
  | 'syncFolder'
  | 'rename'
  | 'remove';

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/**
 * A file system in memory that keeps only what was synced: after a crash, of the rest any sector and any entry of a
 * folder may be there or not. It can be full, and fail.
 */
export class FaultyFs implements SpoolFs {
  /** Writes put down a part and fail. */
  isFull = false;
  /** How many of the next calls fail with EIO. */
  readonly failures = new Map<Operation, number>();
  #folders = new Map<string, Folder>();
  #random: () => number;
  /** Rises with each crash: what was opened before is dead. */
  #epoch = 0;
  #untilCrash = Number.POSITIVE_INFINITY;

  /** @param random 0 up to 1; decides what a crash leaves. */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** After so many further calls every call of this life fails, as in a process that is gone. */
  crashAfter(calls: number): void {
    this.#untilCrash = calls;
  }

  /** The machine goes down and comes up: what was not synced is there in part. */
  crash(): void {
    this.#epoch++;
    this.#untilCrash = Number.POSITIVE_INFINITY;
    for (const folder of this.#folders.values()) {
      const kept = folder.changes.filter(() => this.#random() < 0.5);
      applyEntries(folder.onDisk, kept);
      folder.changes = [];
      folder.seen.clear();
      for (const [name, inode] of folder.onDisk) folder.seen.set(name, inode);
    }
    for (const folder of this.#folders.values())
      for (const inode of folder.seen.values()) this.#settle(inode);
  }

  /** The files of a folder, as programs see them. */
  files(folder: string): readonly string[] {
    return [...(this.#folders.get(folder)?.seen.keys() ?? [])].sort();
  }

  /** Changes what lies on the disk behind everybody's back. */
  damage(path: string, change: (content: Buffer) => Buffer): void {
    const inode = this.#folder(path).seen.get(basename(path))!;
    inode.seen = change(Buffer.from(inode.seen));
    inode.onDisk = change(Buffer.from(inode.onDisk));
  }

  async open(path: string, mode: FileMode): Promise<SpoolFile> {
    const epoch = await this.#enter('open');
    const folder = this.#folder(path);
    const name = basename(path);
    let inode = folder.seen.get(name);
    if (mode === 'create' && inode !== undefined) throw systemError('EEXIST');
    if (mode === 'read' && inode === undefined) throw systemError('ENOENT');
    if (inode === undefined) {
      if (this.isFull) throw systemError('ENOSPC');
      inode = { seen: Buffer.alloc(0), onDisk: Buffer.alloc(0), changes: [] };
      folder.seen.set(name, inode);
      folder.changes.push({ name, inode });
    }
    return this.#fileOf(inode, epoch);
  }

  async list(folder: string): Promise<readonly string[]> {
    await this.#enter();
    return this.files(folder);
  }

  async makeFolder(folder: string): Promise<void> {
    await this.#enter();
    if (!this.#folders.has(folder)) {
      this.#folders.set(folder, { seen: new Map(), onDisk: new Map(), changes: [] });
    }
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#enter('rename');
    const inode = this.#folder(from).seen.get(basename(from));
    if (inode === undefined) throw systemError('ENOENT');
    this.#change(to, inode);
    this.#change(from, undefined);
  }

  async remove(path: string): Promise<void> {
    await this.#enter('remove');
    if (!this.#folder(path).seen.has(basename(path))) throw systemError('ENOENT');
    this.#change(path, undefined);
  }

  async syncFolder(path: string): Promise<void> {
    await this.#enter('syncFolder');
    const folder = this.#folders.get(path);
    if (folder === undefined) return;
    applyEntries(folder.onDisk, folder.changes);
    folder.changes = [];
  }

  async lock(): Promise<{ release(): Promise<void> }> {
    await this.#enter();
    return { release: async () => {} };
  }

  #fileOf(inode: Inode, epoch: number): SpoolFile {
    return {
      write: async (data, position) => {
        await this.#enter(undefined, epoch);
        const isFailing = this.#fails('write');
        const written = Buffer.from(data).subarray(
          0,
          isFailing || this.isFull ? Math.floor(this.#random() * data.length) : data.length,
        );
        // A full disk still takes what goes into blocks that the file has already.
        const isInPlace = position + data.length <= inode.seen.length;
        this.#alter(inode, {
          kind: 'write',
          data: isInPlace && !isFailing ? Buffer.from(data) : written,
          position,
        });
        if (isFailing) throw systemError('EIO');
        if (this.isFull && !isInPlace) throw systemError('ENOSPC');
      },
      read: async (target, position) => {
        await this.#enter('read', epoch);
        return inode.seen.subarray(position, position + target.length).copy(target);
      },
      datasync: async () => {
        await this.#enter(undefined, epoch);
        const { changes } = inode;
        inode.changes = [];
        // As Linux does it: what could not be written is forgotten, and the next sync succeeds without it.
        if (this.#fails('datasync')) throw systemError('EIO');
        for (const change of changes) inode.onDisk = altered(inode.onDisk, change);
      },
      truncate: async sizeBytes => {
        await this.#enter('truncate', epoch);
        this.#alter(inode, { kind: 'truncate', sizeBytes });
      },
      sizeBytes: async () => {
        await this.#enter(undefined, epoch);
        return inode.seen.length;
      },
      close: async () => {},
    };
  }

  #alter(inode: Inode, change: Change): void {
    inode.seen = altered(inode.seen, change);
    inode.changes.push(change);
  }

  #change(path: string, inode: Inode | undefined): void {
    const folder = this.#folder(path);
    applyEntries(folder.seen, [{ name: basename(path), inode }]);
    folder.changes.push({ name: basename(path), inode });
  }

  #folder(path: string): Folder {
    const folder = this.#folders.get(dirname(path));
    if (folder === undefined) throw systemError('ENOENT');
    return folder;
  }

  /** What the disk has got of a file when the machine goes down: of unsynced writes any sectors. */
  #settle(inode: Inode): void {
    for (const change of inode.changes) {
      for (const piece of piecesOf(change)) {
        if (this.#random() < 0.5) inode.onDisk = altered(inode.onDisk, piece);
      }
    }
    inode.changes = [];
    inode.seen = Buffer.from(inode.onDisk);
  }

  /** @returns the life in which the call is made. */
  async #enter(operation?: Operation, epoch = this.#epoch): Promise<number> {
    await new Promise(resolve => setImmediate(resolve));
    if (epoch !== this.#epoch || --this.#untilCrash < 0) throw systemError('CRASHED');
    if (operation !== undefined && this.#fails(operation)) throw systemError('EIO');
    return epoch;
  }

  #fails(operation: Operation): boolean {
    const left = this.failures.get(operation) ?? 0;
    if (left > 0) this.failures.set(operation, left - 1);
    return left > 0;
  }
}

function piecesOf(change: Change): readonly Change[] {
  if (change.kind === 'truncate') return [change];
  const pieces: Change[] = [];
  for (let at = 0; at < change.data.length; ) {
    const next = at + SECTOR_BYTES - ((change.position + at) % SECTOR_BYTES);
    pieces.push({ kind: 'write', data: change.data.subarray(at, next), position: change.position + at });
    at = next;
  }
  return pieces;
}

function altered(content: Buffer, change: Change): Buffer {
  if (change.kind === 'truncate') {
    const cut = Buffer.alloc(change.sizeBytes);
    content.copy(cut);
    return cut;
  }
  const grown = Buffer.alloc(Math.max(content.length, change.position + change.data.length));
  content.copy(grown);
  change.data.copy(grown, change.position);
  return grown;
}

function applyEntries(entries: Entries, changes: readonly EntryChange[]): void {
  for (const { name, inode } of changes) {
    if (inode === undefined) entries.delete(name);
    else entries.set(name, inode);
  }
}
