import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AiwatchError, reasonOf } from '../../errors.ts';
import { copyPackage } from './copy-package.ts';
import { makeLibraryLinks } from './library-links.ts';
import type { BinaryPlaces } from './places.ts';
import { runProgram } from './run-program.ts';
import type { SystemUser } from './system-user.ts';

/** Programs of one PostgreSQL. */
export interface Binaries {
  /** Folder with `postgres` and `initdb`. (The npm package has no `pg_dump`; an installed PostgreSQL may.) */
  readonly folder: string;
  /** E.g. `18.4`. */
  readonly version: string;
  readonly major: number;
}

/** What programs are looked for. */
export interface BinariesWanted {
  readonly places: BinaryPlaces;
  /** Major version of the cluster that is there; undefined for any. */
  readonly major: number | undefined;
  /** Who runs them. */
  readonly user: SystemUser | undefined;
  /** Where a copy of the package may be made, should that user not reach it. */
  readonly copyFolder: string;
}

/** What a folder gave: programs, or why there are none; `isClosed` when a copy elsewhere would help. */
type Probe = Binaries | { readonly reason: string; readonly isClosed: boolean };

/** The oldest major version that the store's SQL is made for. */
const OLDEST_MAJOR = 15;
const PROBE_TIMEOUT_MS = 30_000;

/**
 * Finds programs that run on this machine: those of the npm package, or else the newest installed ones. Whether they
 * run is tried, since a package may be made for another C library. Throws STORE_BINARIES_MISSING.
 */
export async function findBinaries(wanted: BinariesWanted): Promise<Binaries> {
  const reasons: string[] = [];
  for (const probe of listProbes(wanted)) {
    const found = await probe();
    if ('reason' in found) reasons.push(found.reason);
    else if (isFit(found, wanted.major)) return found;
    else reasons.push(`PostgreSQL ${found.version} in ${found.folder}`);
  }
  const sought = wanted.major === undefined ? '' : ` of version ${wanted.major}`;
  const refused = [...new Set(reasons)].filter(reason => reason !== '').join('; ');
  throw new AiwatchError(wanted.major === undefined ? 'STORE_BINARIES_MISSING' : 'STORE_VERSION_OTHER', {
    where: 'embedded PostgreSQL',
    found: `no programs${sought} that run here${refused === '' ? '' : ` (${refused})`}`,
    ...(wanted.major !== undefined && {
      expected: `programs of PostgreSQL ${wanted.major}, whose cluster lies in the data directory`,
    }),
  });
}

function isFit(found: Binaries, major: number | undefined): boolean {
  return major === undefined ? found.major >= OLDEST_MAJOR : found.major === major;
}

function listProbes({ places, major, user, copyFolder }: BinariesWanted): readonly (() => Promise<Probe>)[] {
  // Node.js reaches no local socket of PostgreSQL on Windows, and a TCP port would be open to every user.
  if (process.platform === 'win32') return [];
  const { packageFolder, folders } = places;
  const ofPackage = packageFolder === undefined ? [] : [packageFolder];
  return [
    ...ofPackage.map(folder => () => probePackage(folder, major, user, copyFolder)),
    ...folders.map(folder => () => probeFolder(folder, user)),
  ];
}

async function probePackage(
  packageFolder: string,
  major: number | undefined,
  user: SystemUser | undefined,
  copyFolder: string,
): Promise<Probe> {
  const text = await readFile(join(packageFolder, 'package.json'), 'utf8').catch(() => '{}');
  const { version = '0' } = JSON.parse(text) as { version?: string };
  if (major !== undefined && Number.parseInt(version, 10) !== major) {
    return { reason: `the npm package is of version ${version}`, isClosed: false };
  }
  const hasLinks = await makeLibraryLinks(packageFolder);
  const found = await probeFolder(join(packageFolder, 'native', 'bin'), user);
  if ('version' in found || (hasLinks && !found.isClosed)) return found;
  const copy = await copyPackage(packageFolder, join(copyFolder, `binaries-${version}`), user);
  await makeLibraryLinks(copy);
  return probeFolder(join(copy, 'native', 'bin'), user);
}

async function probeFolder(folder: string, user: SystemUser | undefined): Promise<Probe> {
  const program = join(folder, 'postgres');
  try {
    await access(program);
    await access(join(folder, 'initdb'));
  } catch {
    return { reason: '', isClosed: false };
  }
  try {
    const { output } = await runProgram(program, ['--version'], user, PROBE_TIMEOUT_MS);
    const version = /\(PostgreSQL\) (\d+(?:\.\d+)?)/.exec(output)?.[1];
    if (version !== undefined) return { folder, version, major: Number.parseInt(version, 10) };
    return { reason: `${program} does not run: ${output.trim().slice(0, 200)}`, isClosed: false };
  } catch (error) {
    const reason = reasonOf(error);
    return { reason: `${program} does not run: ${reason}`, isClosed: reason === 'EACCES' };
  }
}
