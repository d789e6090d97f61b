import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { isExecutable } from './is-executable.ts';
import type { Places } from './places.ts';

/** Where Debian keeps the modules of its Python, relative to `/`. */
const MODULES = 'usr/lib/python3/dist-packages';

/** A Python, and the folder that has a module for it. */
export interface PythonWithModule {
  readonly path: string;
  readonly modules: string;
}

/**
 * Finds Debian's Python with a module of a package: one that is installed, or in `root`, an unpacked tree. Another
 * Python, though it may come first on the `PATH`, does not see those modules that the package needs and the machine has.
 * @param module path of a file of the module, relative to `/`
 */
export async function findPythonWith(
  module: string,
  { machineFolders }: Places,
  root?: string,
): Promise<PythonWithModule | undefined> {
  for (const folder of machineFolders) {
    const path = join(folder, 'python3');
    const installed = resolve(folder, '..', relative('usr', MODULES));
    if (existsSync(installed) && (await isExecutable(path))) {
      const modules = root === undefined ? installed : join(root, MODULES);
      return existsSync(join(modules, relative(MODULES, module))) ? { path, modules } : undefined;
    }
  }
  return undefined;
}
