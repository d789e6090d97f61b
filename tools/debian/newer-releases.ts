import { access, constants, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aptGet, check, NETWORK_OPTIONS } from './apt.ts';
import type { Program } from './find-program.ts';
import { withLock } from './lock.ts';
import { defaultPlaces, type Places } from './places.ts';
import { packagedProgram } from './programs.ts';
import { relocateProgram } from './relocate.ts';
import { runCommand } from './run-command.ts';
import { workFolder } from './unpack.ts';

/**
 * Releases of Debian whose Prometheus and Alertmanager are newer than those of bookworm, which the other tests use. Both
 * are Go programs that need no more than a C library, and so run on older releases too.
 */
export const NEWER_RELEASES = ['trixie', 'sid'] as const;
export type NewerRelease = (typeof NEWER_RELEASES)[number];

/** Programs that are compared between releases. */
const NAMES = ['promtool', 'prometheus', 'prometheus-alertmanager', 'amtool'] as const;
const PACKAGES = ['promtool', 'prometheus', 'prometheus-alertmanager'] as const;

/** The programs of one release. */
export type ReleasePrograms = Readonly<Record<(typeof NAMES)[number], Program>>;

const folderOf = (release: NewerRelease, places: Places) => join(places.cacheFolder, 'newer', release);

/** The programs of a release, if they were fetched; fetches nothing. */
export async function findNewerRelease(
  release: NewerRelease,
  places: Places = defaultPlaces(),
): Promise<ReleasePrograms | undefined> {
  const programs = NAMES.map((name): Program => {
    const path = join(folderOf(release, places), 'usr/bin', name);
    return { name, path, env: process.env as Record<string, string>, source: 'cache' };
  });
  try {
    await Promise.all(programs.map(({ path }) => access(path, constants.X_OK)));
  } catch {
    return undefined;
  }
  return Object.fromEntries(programs.map(program => [program.name, program])) as unknown as ReleasePrograms;
}

/** The mirror that this machine uses; throws where it is no Debian. */
async function findMirror(): Promise<string> {
  const args = ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages'];
  const [mirror] = check('apt-get indextargets', await aptGet(args)).split('\n');
  if (mirror === undefined || mirror === '') throw new Error('apt-get knows no mirror of Debian');
  return mirror;
}

/** Downloads and unpacks the packages of one release, with package lists of its own; the machine's stay as they are. */
async function fetchRelease(release: NewerRelease, places: Places): Promise<void> {
  const parent = workFolder(places.cacheFolder);
  await mkdir(parent, { recursive: true });
  const work = await mkdtemp(join(parent, `${release}-`));
  try {
    const [lists, cache, root] = [join(work, 'lists'), join(work, 'cache'), join(work, 'root')];
    await mkdir(join(lists, 'partial'), { recursive: true });
    await mkdir(join(cache, 'archives/partial'), { recursive: true });
    await mkdir(root);
    const sources = join(work, 'sources.list');
    await writeFile(sources, `deb ${await findMirror()} ${release} main\n`);
    const settings = {
      'Dir::Etc::SourceList': sources,
      'Dir::Etc::SourceParts': '-',
      'Dir::State::Lists': lists,
      'Dir::Cache': cache,
    };
    const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
    check('apt-get update', await aptGet([...options, ...NETWORK_OPTIONS, 'update']));
    check('apt-get download', await aptGet([...options, ...NETWORK_OPTIONS, 'download', ...PACKAGES], work));
    for (const file of (await readdir(work)).filter(name => name.endsWith('.deb'))) {
      const { exitCode, stderr } = await runCommand('dpkg-deb', ['-x', join(work, file), root]);
      if (exitCode !== 0) throw new Error(`dpkg-deb -x: ${stderr.trim()}`);
    }
    for (const { program } of NAMES.map(packagedProgram)) {
      if (program.files !== undefined) await relocateProgram(root, program.path, program.files);
    }
    const folder = folderOf(release, places);
    await rm(folder, { recursive: true, force: true });
    await mkdir(join(folder, '..'), { recursive: true });
    await rename(root, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Fetches the newer releases that are not in the cache yet. One that cannot be had is only reported. */
export async function ensureNewerReleases(
  onProgress: (line: string) => void,
  places: Places = defaultPlaces(),
): Promise<void> {
  for (const release of NEWER_RELEASES) {
    if ((await findNewerRelease(release, places)) !== undefined) continue;
    onProgress(`fetching Prometheus and Alertmanager of ${release} …`);
    await withLock(join(places.cacheFolder, '.lock'), () => fetchRelease(release, places)).catch(
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        onProgress(`${release} cannot be had, its tests will be skipped: ${reason}`);
      },
    );
  }
}
