import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Apt } from './apt.ts';
import { writeFontsConfig } from './fonts.ts';
import type { DebianPackage } from './programs.ts';
import { relocateProgram } from './relocate.ts';
import { runCommand } from './run-command.ts';

/**
 * Never unpacked: a C library other than the one of the loader that starts the program ends it at once. If the machine's is too old,
 * the check of the program's libraries says so.
 */
const TIED_TO_THE_MACHINE = /^libc6(:|$)/;

/** Where packages are unpacked before they are moved to their place; what lies there from before is of no use. */
export function workFolder(cacheFolder: string): string {
  return join(cacheFolder, '.work');
}

/**
 * Downloads a package with what it needs and the machine does not have, and unpacks all of it into
 * `<cacheFolder>/<package>`. The folder appears complete or not at all; one that was there is replaced. Returns how many packages
 * it took.
 */
export async function unpackPackage(apt: Apt, wanted: DebianPackage, cacheFolder: string): Promise<number> {
  const packages = (await apt.simulate([wanted.name, ...(wanted.alongside ?? [])])).filter(
    ({ name }) => !TIED_TO_THE_MACHINE.test(name),
  );
  if (packages.length === 0) {
    throw new Error(`package ${wanted.name} is installed, but its programs are not where they should be`);
  }
  const parent = workFolder(cacheFolder);
  await mkdir(parent, { recursive: true });
  const work = await mkdtemp(join(parent, `${wanted.name}-`));
  try {
    const [archives, root] = [join(work, 'archives'), join(work, 'root')];
    await mkdir(archives);
    await mkdir(root);
    await apt.download(packages, archives);
    for (const file of await readdir(archives)) {
      await unpackArchive(join(archives, file), root);
    }
    await writeFontsConfig(root);
    for (const { path, files } of wanted.programs) {
      if (files !== undefined) {
        await relocateProgram(root, path, files);
      }
    }
    await replaceFolder(root, join(cacheFolder, wanted.name), join(work, 'old'));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return packages.length;
}

async function unpackArchive(file: string, root: string): Promise<void> {
  const { exitCode, stderr } = await runCommand('dpkg-deb', ['-x', file, root]);
  if (exitCode !== 0) {
    throw new UnpackError(`dpkg-deb -x: ${stderr.trim().split('\n')[0] ?? `exit code ${exitCode}`}`);
  }
}

async function replaceFolder(from: string, to: string, aside: string): Promise<void> {
  await rename(to, aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') {
      throw error;
    }
  });
  await rename(from, to);
}

/** The archive came, but could not be unpacked or what was unpacked cannot run here: installing may still work. */
export class UnpackError extends Error {
  override name = 'UnpackError';
}
