import { readFile, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** One line of the package's list: both paths are below the package, and in one folder. */
interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * Makes the links between library names that npm packages cannot hold. The package's install script makes them too,
 * but installs run with scripts off. Returns whether all are there now.
 * @param folder Root of the platform package, which holds `native/`.
 */
export async function makeLibraryLinks(folder: string): Promise<boolean> {
  const links = await readLinks(join(folder, 'native', 'pg-symlinks.json'));
  const made = await Promise.all(links.map(link => makeLink(folder, link)));
  return made.every(Boolean);
}

async function readLinks(file: string): Promise<readonly Link[]> {
  const text = await readFile(file, 'utf8').catch(() => '[]');
  return JSON.parse(text) as readonly Link[];
}

async function makeLink(folder: string, { source, target }: Link): Promise<boolean> {
  try {
    await symlink(basename(source), join(folder, dirname(source), basename(target)));
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EEXIST';
  }
}
