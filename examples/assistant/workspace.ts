import { dirname, join, relative, sep } from 'node:path';
import type { Monitoring } from 'aiwatch';
import { AssistantError } from './errors.ts';
import { buildPathError, resolveInside } from './workspace-path.ts';

/** A file as it is listed. */
interface WorkspaceFile {
  /** Relative to the workspace, with forward slashes. */
  readonly path: string;
  readonly sizeBytes: number;
}

/**
 * The files of one user. Paths are relative to the workspace; one that is not within it, or leads over a symbolic link,
 * is a 400 AssistantError, a file that is missing a 404.
 */
export interface Workspace {
  list(): Promise<WorkspaceFile[]>;
  read(path: string): Promise<string>;
  /** Writes a file of at most 1 MiB and the folders above it; longer text is a 413 AssistantError. */
  write(path: string, text: string): Promise<'created' | 'updated'>;
  delete(path: string): Promise<void>;
}

/** The longest file that may be written. */
export const MAX_FILE_BYTES = 1024 * 1024;

const MAX_LISTED_FILES = 1_000;

/** Opens the workspace in the folder `root`, which need not exist yet. Every access is measured: `fs` is aiwatch's. */
export function buildWorkspace({ fs }: Pick<Monitoring, 'fs'>, root: string): Workspace {
  const locate = async (path: string): Promise<string> => {
    const file = resolveInside(root, path);
    await refuseLinks(fs, root, file);
    return file;
  };
  return {
    list: () => listFiles(fs, root),
    read: async path => translate(fs.readFile(await locate(path), 'utf8')),
    write: async (path, text) => {
      if (Buffer.byteLength(text) > MAX_FILE_BYTES) {
        throw new AssistantError(413, 'file_too_large', `A file may have ${MAX_FILE_BYTES} bytes at most.`);
      }
      const file = await locate(path);
      const isNew = (await findKind(fs, file)) === 'nothing';
      await translate(fs.mkdir(dirname(file), { recursive: true }));
      await translate(fs.writeFile(file, text));
      return isNew ? 'created' : 'updated';
    },
    delete: async path => translate(fs.unlink(await locate(path))),
  };
}

type Fs = Monitoring['fs'];

/** Throws when a part of the path below `root` is a symbolic link: nobody but the assistant is to decide where files lie. */
async function refuseLinks(fs: Fs, root: string, file: string): Promise<void> {
  let place = root;
  for (const name of relative(root, file).split(sep)) {
    place = join(place, name);
    const kind = await findKind(fs, place);
    if (kind === 'link') {
      throw buildPathError();
    }
    if (kind === 'nothing') {
      return;
    }
  }
}

async function findKind(fs: Fs, place: string): Promise<'link' | 'nothing' | 'other'> {
  try {
    return (await fs.lstat(place)).isSymbolicLink() ? 'link' : 'other';
  } catch (error) {
    if (readCode(error) === 'ENOENT') {
      return 'nothing';
    }
    throw translateError(error);
  }
}

async function listFiles(fs: Fs, root: string): Promise<WorkspaceFile[]> {
  await fs.mkdir(root, { recursive: true });
  const entries = await fs.readdir(root, { recursive: true, withFileTypes: true });
  const places = entries
    .filter(entry => entry.isFile())
    .slice(0, MAX_LISTED_FILES)
    .map(entry => join(entry.parentPath, entry.name));
  const files = places.map(async place => {
    const path = relative(root, place).split(sep).join('/');
    // A file that went away meanwhile is not listed.
    const found = await fs.lstat(place).catch(() => undefined);
    return found === undefined ? [] : [{ path, sizeBytes: found.size }];
  });
  return (await Promise.all(files)).flat().sort((one, other) => (one.path < other.path ? -1 : 1));
}

async function translate<T>(operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    throw translateError(error);
  }
}

/** Messages of the file system name absolute paths: they stay inside. */
function translateError(error: unknown): unknown {
  switch (readCode(error)) {
    case 'ENOENT':
      return new AssistantError(404, 'file_unknown', 'There is no such file.');
    // A folder where a file is expected, or the other way round; unlink() of a folder is EPERM on some systems.
    case 'EISDIR':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'EPERM':
      return buildPathError();
    default:
      return error;
  }
}

function readCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
