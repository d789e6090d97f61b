import { readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { projectRoot } from '../project-root.ts';

/** Where programs are looked for. */
export interface Places {
  /** Folders of the machine, in order. */
  readonly machineFolders: readonly string[];
  /** Folder with one unpacked tree per Debian package. */
  readonly cacheFolder: string;
}

/** Folders that are often not in the `PATH` of an unprivileged user or of a service. */
const USUAL_FOLDERS = [
  '/usr/local/bin',
  '/usr/local/sbin',
  '/usr/bin',
  '/usr/sbin',
  '/bin',
  '/sbin',
  '/usr/lib/postgresql/15/bin',
  '/opt/homebrew/bin',
];

/**
 * The places of this machine: `PATH` and the usual folders; then the cache, `.cache/debian` in the project
 * (`debian` in the folder named by `AIWATCH_CACHE_DIR`, if that is set), one folder per release and
 * architecture, since unpacked programs use the libraries of the release they were made for.
 */
export function defaultPlaces(): Places {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter(folder => folder !== '');
  const configured = process.env['AIWATCH_CACHE_DIR'];
  const cache = configured ? resolve(configured) : join(projectRoot, '.cache');
  return {
    machineFolders: [...new Set([...path, ...USUAL_FOLDERS])],
    cacheFolder: join(cache, 'debian', `${releaseName()}-${process.arch}`),
  };
}

/** Code name of the Linux release (`bookworm`), or the platform where there is none. */
function releaseName(): string {
  try {
    const release = readFileSync('/etc/os-release', 'utf8');
    return /^VERSION_CODENAME="?([a-z0-9._-]+)"?$/m.exec(release)?.[1] ?? process.platform;
  } catch {
    return process.platform;
  }
}
