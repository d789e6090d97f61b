import { findProgram, isProgram, type Missing, type Program } from '../../tools/debian/find-program.ts';
import { findNewerRelease, type NewerRelease } from '../../tools/debian/newer-releases.ts';
import { defaultPlaces } from '../../tools/debian/places.ts';
import type { ProgramName } from '../../tools/debian/programs.ts';

/** Programs a test suite needs. */
export interface RequiredPrograms {
  /** Whether the suite is to be skipped: `describe.skipIf(programs.skip)(…)`. */
  readonly skip: boolean;
  /** A program by its name. Throws if it is missing. */
  get(name: ProgramName): Program;
}

/**
 * Finds the programs of a suite, at the top of its file: `const programs = await requirePrograms('prometheus')`.
 * If one is missing the suite is to be skipped and this says so on standard error; with `CI=true` it throws, which
 * fails the file. It fetches nothing: the test command has done that.
 */
export async function requirePrograms(...names: readonly ProgramName[]): Promise<RequiredPrograms> {
  const results = await Promise.all(names.map(name => findProgram(name)));
  return requireFound(results, process.env['CI'] === 'true', writeToUser);
}

/**
 * Finds Prometheus and Alertmanager of a newer release of Debian, as {@link requirePrograms} does; but what the mirrors
 * do not have is skipped with `CI=true` too.
 */
export async function requireRelease(
  release: NewerRelease,
  places = defaultPlaces(),
  write = writeToUser,
): Promise<RequiredPrograms> {
  const programs = await findNewerRelease(release, places);
  const hint = 'the test command fetches it, where it can be had';
  const missing = { name: 'prometheus', reason: `not in the cache for ${release}`, hint } as const;
  return requireFound(programs === undefined ? [missing] : Object.values(programs), false, write);
}

function writeToUser(text: string): void {
  process.stderr.write(text);
}

/** What {@link requirePrograms} makes of the results of its search. */
export function requireFound(
  results: readonly (Program | Missing)[],
  mustHave: boolean,
  write: (text: string) => void,
): RequiredPrograms {
  const missing = results.filter((result): result is Missing => !isProgram(result));
  const found = new Map(results.filter(isProgram).map(program => [program.name, program]));
  if (missing.length > 0) {
    const list = missing.map(({ name, reason, hint }) => `${name} (${reason}; ${hint})`).join(', ');
    if (mustHave) {
      throw new Error(`this suite needs programs that are missing, and CI=true: ${list}`);
    }
    write(`\nSKIPPED: a suite that needs programs that are missing: ${list}\n`);
  }
  return {
    skip: missing.length > 0,
    get(name) {
      const program = found.get(name);
      if (program === undefined) {
        throw new Error(`${name} is missing, or was not asked for by requirePrograms`);
      }
      return program;
    },
  };
}
