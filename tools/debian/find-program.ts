import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findPythonWith } from './find-python.ts';
import { FONTS_FILE } from './fonts.ts';
import { isExecutable } from './is-executable.ts';
import { defaultPlaces, type Places } from './places.ts';
import { type PackagedProgram, type ProgramName, packagedProgram } from './programs.ts';

/** A program that can be started: `spawn(path, args, { env })`. */
export interface Program {
  readonly name: ProgramName;
  readonly path: string;
  /** The whole environment to start it with: that of this process and, from the cache, where its libraries are. */
  readonly env: Readonly<Record<string, string>>;
  readonly source: 'machine' | 'cache';
}

/** A program that cannot be had. */
export interface Missing {
  readonly name: ProgramName;
  /** Why, in one line. */
  readonly reason: string;
  /** What to do about it, in one line. */
  readonly hint: string;
}

/** Whether a result of {@link findProgram} can be started. */
export function isProgram(result: Program | Missing): result is Program {
  return 'path' in result;
}

/** Looks for a program on the machine, then in the cache. Fetches nothing and starts nothing. */
export async function findProgram(
  name: ProgramName,
  places: Places = defaultPlaces(),
): Promise<Program | Missing> {
  const packaged = packagedProgram(name);
  return (
    (await findOnMachine(name, packaged.program, places)) ??
    (await findInCache(name, places)) ?? {
      name,
      reason: 'neither on the machine nor in the cache',
      hint: installHint(packaged.package.name),
    }
  );
}

/** How to get a package by hand. */
export function installHint(packageName: string): string {
  return `install it (Debian: apt-get install ${packageName}) or put it on the PATH`;
}

async function findOnMachine(
  name: ProgramName,
  program: PackagedProgram,
  places: Places,
): Promise<Program | undefined> {
  if (program.isPythonModule === true) {
    const python = await findPythonWith(program.path, places);
    return python && { name, path: python.path, env: currentEnvironment(), source: 'machine' };
  }
  for (const binary of [program.name, ...(program.aliases ?? [])]) {
    for (const folder of places.machineFolders) {
      const path = join(folder, binary);
      if (await isExecutable(path)) {
        return { name, path, env: currentEnvironment(), source: 'machine' };
      }
    }
  }
  return undefined;
}

/** The program in the cache only, if its package was unpacked there. */
export async function findInCache(name: ProgramName, places: Places): Promise<Program | undefined> {
  const packaged = packagedProgram(name);
  const root = join(places.cacheFolder, packaged.package.name);
  if (packaged.program.isPythonModule === true) {
    const python = await findPythonWith(packaged.program.path, places, root);
    return (
      python && {
        name,
        path: python.path,
        env: { ...currentEnvironment(), PYTHONPATH: python.modules },
        source: 'cache',
      }
    );
  }
  const path = join(root, packaged.program.path);
  if (!(await isExecutable(path))) {
    return undefined;
  }
  return { name, path, env: await cacheEnvironment(root), source: 'cache' };
}

async function cacheEnvironment(root: string): Promise<Record<string, string>> {
  const env = currentEnvironment();
  const folders = await libraryFolders(root);
  if (folders.length > 0) {
    const inherited = env['LD_LIBRARY_PATH'];
    env['LD_LIBRARY_PATH'] = [...folders, ...(inherited ? [inherited] : [])].join(':');
  }
  const fonts = join(root, FONTS_FILE);
  if (existsSync(fonts)) {
    env['FONTCONFIG_FILE'] = fonts;
  }
  return env;
}

/**
 * The library folders of an unpacked tree: those of its architecture and the folders in them that hold libraries
 * (`pulseaudio`, `nss` …), which an installed program finds by an absolute path of its own.
 */
async function libraryFolders(root: string): Promise<string[]> {
  const folders: string[] = [];
  for (const lib of [join(root, 'usr/lib'), join(root, 'lib')]) {
    for (const triplet of await subfolders(lib)) {
      if (/-linux-gnu/.test(triplet)) {
        const folder = join(lib, triplet);
        const inner = (await subfolders(folder)).map(name => join(folder, name));
        folders.push(...(await keepWithLibraries([folder, ...inner])));
      }
    }
  }
  return folders;
}

async function subfolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter(entry => entry.isDirectory()).map(entry => entry.name);
}

async function keepWithLibraries(folders: readonly string[]): Promise<string[]> {
  const kept: string[] = [];
  for (const folder of folders) {
    if ((await readdir(folder)).some(file => /\.so(\.|$)/.test(file))) {
      kept.push(folder);
    }
  }
  return kept;
}

function currentEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
