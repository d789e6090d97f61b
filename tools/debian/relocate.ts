import { existsSync } from 'node:fs';
import { readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** File name ending of the real binary of a relocated program, next to the script that starts it. */
const BINARY_ENDING = '.bin';

/** Through this path the program reaches the folder that the script opened for it. */
const OPEN_FOLDER = '/proc/self/fd/9';

/**
 * Makes a program read its own files from the unpacked tree, though the path of their folder (`/usr/share/…`) is compiled
 * into it: the path in the binary becomes one of the same length that leads to file descriptor 9, and a script
 * in the program's place opens the folder there. Works wherever the tree is moved to, keeps the process id and
 * the working folder. A binary that does not have the path in it is left as it is.
 */
export async function relocateProgram(root: string, path: string, folder: string): Promise<void> {
  const file = join(root, path);
  const binary = await readFile(file);
  const from = Buffer.from(`/${folder}`);
  // More slashes change nothing in a path, and fill it up to the length that is compiled in.
  const to = Buffer.from(OPEN_FOLDER.padEnd(from.length, '/'));
  if (to.length !== from.length || !replaceAll(binary, from, to)) {
    return;
  }
  await rename(file, file + BINARY_ENDING);
  await writeFile(file + BINARY_ENDING, binary);
  await writeFile(file, startScript(relative(dirname(file), join(root, folder))), { mode: 0o755 });
  await adoptLinks(root, join(root, folder));
}

/** The real binary of a program that may be relocated. */
export function binaryOf(path: string): string {
  return existsSync(path + BINARY_ENDING) ? path + BINARY_ENDING : path;
}

function startScript(folder: string): string {
  return `#!/bin/sh
exec 9<"\${0%/*}/${folder}" && exec "$0${BINARY_ENDING}" "$@"
`;
}

function replaceAll(binary: Buffer, from: Buffer, to: Buffer): boolean {
  let found = false;
  for (let at = binary.indexOf(from); at >= 0; at = binary.indexOf(from, at + from.length)) {
    to.copy(binary, at);
    found = true;
  }
  return found;
}

/**
 * Points links that lead to files of another package (`../../javascript/jquery`) to those of the machine, where
 * that package is installed there and therefore not in the tree.
 */
async function adoptLinks(root: string, folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const link = join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink() && !existsSync(link)) {
      const target = resolve(dirname(link), await readlink(link));
      const onMachine = target.startsWith(root + sep) ? target.slice(root.length) : target;
      if (existsSync(onMachine)) {
        await rm(link);
        await symlink(onMachine, link);
      }
    }
  }
}
